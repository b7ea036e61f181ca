namespace KvmSdk.Devices.Keyboard;

// Why it exists: `reboot=k`, Linux's default, writes 0xFE to port 0x64, and that must end the machine. Everything else here
// serves one aim: a driver that probes for a keyboard gets an answer to every command at once, because each missing answer
// costs the guest half a second of polling (Linux's I8042_CTL_TIMEOUT).
//
// The controller has two ports with a foreign one between them (0x61, system control port B), so it is not a window of byte
// registers but two pairs of methods. It has no interrupt output: with nothing connected there is nothing to announce.

/// <summary>A PC keyboard controller with neither keyboard nor mouse, as a pure state machine.</summary>
/// <remarks>Not thread-safe: whoever owns it serialises accesses. No member throws, blocks or allocates.</remarks>
/// <typeparam name="TReset">The CPU reset line.</typeparam>
[HotPath]
public sealed class I8042<TReset>
    where TReset : struct, IResetLine
{
    private const byte SettableStatus =
        I8042Status.OutputBufferFull | I8042Status.LastWriteWasCommand | I8042Status.Timeout;

    // What a controller puts into the output buffer when a device does not answer ("resend").
    private const byte NoAnswer = 0xFE;

    // "Clock line stuck low": there is no such interface.
    private const byte InterfaceTestFailed = 0x01;

    // Output port: the reset line is active low and inactive, and address line 20 is on.
    private const byte ResetInactive = 0x01;
    private const byte OutputPort = ResetInactive | 0x02;

    private readonly TReset _reset;
    private byte _configuration = I8042Configuration.Translate | I8042Configuration.System | I8042Configuration.AuxiliaryDisabled;
    private byte _status;
    private byte _output;
    private byte _pendingCommand;

    /// <summary>A controller as firmware leaves it: self test passed, keyboard interface on, mouse interface off.</summary>
    /// <param name="reset">The reset line.</param>
    public I8042(TReset reset) => _reset = reset;

    /// <summary>Port 0x64, read: the status register. Has no side effect.</summary>
    public byte ReadStatus() => (byte)(_status | I8042Status.NotLocked | (_configuration & I8042Configuration.System));

    /// <summary>Port 0x60, read: takes the byte in the output buffer; the last one again when it is empty.</summary>
    public byte ReadData()
    {
        _status &= unchecked((byte)~(I8042Status.OutputBufferFull | I8042Status.Timeout));
        return _output;
    }

    /// <summary>Port 0x64, write: starts a command; one that still waited for its data byte is forgotten.</summary>
    /// <param name="command">A value of <see cref="I8042Command"/>; unknown ones do nothing.</param>
    public void WriteCommand(byte command)
    {
        _status |= I8042Status.LastWriteWasCommand;
        _pendingCommand = 0;
        switch (command)
        {
            case I8042Command.ReadCommandByte: Answer(_configuration); break;
            case I8042Command.SelfTest: RunSelfTest(); break;
            case I8042Command.TestKeyboard: Answer(0); break;
            case I8042Command.TestAuxiliary: Answer(InterfaceTestFailed); break;
            case I8042Command.DisableAuxiliary: _configuration |= I8042Configuration.AuxiliaryDisabled; break;
            case I8042Command.EnableAuxiliary: _configuration &= unchecked((byte)~I8042Configuration.AuxiliaryDisabled); break;
            case I8042Command.DisableKeyboard: _configuration |= I8042Configuration.KeyboardDisabled; break;
            case I8042Command.EnableKeyboard: _configuration &= unchecked((byte)~I8042Configuration.KeyboardDisabled); break;
            case I8042Command.ReadInputPort: Answer(0); break;
            case I8042Command.ReadOutputPort: Answer(OutputPort); break;
            case I8042Command.WriteCommandByte:
            case I8042Command.WriteOutputPort:
            case I8042Command.LoopKeyboard:
            case I8042Command.LoopAuxiliary:
            case I8042Command.SendToAuxiliary: _pendingCommand = command; break;
            case >= I8042Command.PulseOutputPort: DriveOutputPort(command); break;
            default: break;
        }
    }

    /// <summary>Port 0x60, write: the data byte of the waiting command, or a byte for the keyboard that is not there.</summary>
    /// <param name="value">The byte.</param>
    public void WriteData(byte value)
    {
        _status &= unchecked((byte)~I8042Status.LastWriteWasCommand);
        byte command = _pendingCommand;
        _pendingCommand = 0;
        switch (command)
        {
            case I8042Command.WriteCommandByte: _configuration = value; break;
            case I8042Command.WriteOutputPort: DriveOutputPort(value); break;
            // Both come back as keyboard data. For the mouse port that is the "no": a driver expects the mark of the mouse.
            case I8042Command.LoopKeyboard:
            case I8042Command.LoopAuxiliary: Answer(value); break;
            default:
                Answer(NoAnswer);
                _status |= I8042Status.Timeout;
                break;
        }
    }

    /// <summary>The controller's complete state. Reading it changes nothing.</summary>
    public I8042State Save() =>
        new() { Configuration = _configuration, Status = _status, Output = _output, PendingCommand = _pendingCommand };

    /// <summary>Takes a saved state over, or leaves everything as it was when the controller cannot be in that state.</summary>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in I8042State state)
    {
        if ((state.Status & ~SettableStatus) != 0 || !CanPend(state.PendingCommand)) return false;
        _configuration = state.Configuration;
        _status = state.Status;
        _output = state.Output;
        _pendingCommand = state.PendingCommand;
        return true;
    }

    private static bool CanPend(byte command) => command is 0 or I8042Command.WriteCommandByte or I8042Command.WriteOutputPort
        or I8042Command.LoopKeyboard or I8042Command.LoopAuxiliary or I8042Command.SendToAuxiliary;

    private void RunSelfTest()
    {
        _configuration |= I8042Configuration.System;
        Answer(I8042Command.SelfTestPassed);
    }

    // The buffer holds one byte: an answer replaces what was not read.
    private void Answer(byte value)
    {
        _output = value;
        _status = (byte)((_status & ~I8042Status.Timeout) | I8042Status.OutputBufferFull);
    }

    private void DriveOutputPort(byte value)
    {
        if ((value & ResetInactive) == 0) _reset.Reset();
    }
}
