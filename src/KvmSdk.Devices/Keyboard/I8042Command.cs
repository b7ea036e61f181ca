namespace KvmSdk.Devices.Keyboard;

// Command bytes of the keyboard controller in the IBM PS/2 Hardware Interface Technical Reference ("Keyboard and Auxiliary
// Device Controller", "System Keyboard Port Commands"), the ones that drivers/input/serio/i8042.h of Linux names as well.

/// <summary>Commands written to port 0x64.</summary>
public static class I8042Command
{
    /// <summary>Answers with the command byte (configuration).</summary>
    public const byte ReadCommandByte = 0x20;

    /// <summary>The next data byte becomes the command byte.</summary>
    public const byte WriteCommandByte = 0x60;

    /// <summary>Disables the auxiliary (mouse) interface.</summary>
    public const byte DisableAuxiliary = 0xA7;

    /// <summary>Enables the auxiliary (mouse) interface.</summary>
    public const byte EnableAuxiliary = 0xA8;

    /// <summary>Tests the auxiliary interface; the answer is 0 when it is good.</summary>
    public const byte TestAuxiliary = 0xA9;

    /// <summary>Controller self test; answers <see cref="SelfTestPassed"/>.</summary>
    public const byte SelfTest = 0xAA;

    /// <summary>Tests the keyboard interface; the answer is 0 when it is good.</summary>
    public const byte TestKeyboard = 0xAB;

    /// <summary>Disables the keyboard interface.</summary>
    public const byte DisableKeyboard = 0xAD;

    /// <summary>Enables the keyboard interface.</summary>
    public const byte EnableKeyboard = 0xAE;

    /// <summary>Answers with the input port (jumpers and key lock).</summary>
    public const byte ReadInputPort = 0xC0;

    /// <summary>Answers with the output port (reset line and A20 gate).</summary>
    public const byte ReadOutputPort = 0xD0;

    /// <summary>The next data byte goes to the output port.</summary>
    public const byte WriteOutputPort = 0xD1;

    /// <summary>The next data byte comes back as if the keyboard had sent it.</summary>
    public const byte LoopKeyboard = 0xD2;

    /// <summary>The next data byte comes back as if the mouse had sent it; drivers look for a mouse port with it.</summary>
    public const byte LoopAuxiliary = 0xD3;

    /// <summary>The next data byte is sent to the mouse.</summary>
    public const byte SendToAuxiliary = 0xD4;

    /// <summary>0xF0 to 0xFF pulse those of the output port's low four bits that are zero in the command; bit 0 is the reset line.</summary>
    public const byte PulseOutputPort = 0xF0;

    /// <summary>Pulses only the reset line: how a PC is rebooted.</summary>
    public const byte PulseReset = 0xFE;

    /// <summary>The answer to a successful <see cref="SelfTest"/>.</summary>
    public const byte SelfTestPassed = 0x55;
}

/// <summary>Bits of the status register at port 0x64.</summary>
public static class I8042Status
{
    /// <summary>A byte waits at port 0x60.</summary>
    public const byte OutputBufferFull = 0x01;

    /// <summary>The controller has not taken the last byte written yet. Never set: the core takes bytes at once.</summary>
    public const byte InputBufferFull = 0x02;

    /// <summary>The self test has passed.</summary>
    public const byte System = 0x04;

    /// <summary>The last byte written went to port 0x64, not 0x60.</summary>
    public const byte LastWriteWasCommand = 0x08;

    /// <summary>The keyboard is not locked.</summary>
    public const byte NotLocked = 0x10;

    /// <summary>The byte at port 0x60 came from the mouse. Never set: there is no mouse.</summary>
    public const byte AuxiliaryData = 0x20;

    /// <summary>A device did not answer in time.</summary>
    public const byte Timeout = 0x40;
}

/// <summary>Bits of the command byte (the controller's configuration).</summary>
public static class I8042Configuration
{
    /// <summary>Interrupt on keyboard data.</summary>
    public const byte KeyboardInterrupt = 0x01;

    /// <summary>Interrupt on mouse data.</summary>
    public const byte AuxiliaryInterrupt = 0x02;

    /// <summary>Shown as <see cref="I8042Status.System"/>.</summary>
    public const byte System = 0x04;

    /// <summary>The keyboard interface is disabled.</summary>
    public const byte KeyboardDisabled = 0x10;

    /// <summary>The auxiliary interface is disabled.</summary>
    public const byte AuxiliaryDisabled = 0x20;

    /// <summary>Scan codes are translated to set 1.</summary>
    public const byte Translate = 0x40;
}
