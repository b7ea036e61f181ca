namespace KvmSdk.Devices.Rtc;

// Names and bits of Motorola's MC146818A data sheet ("Real-Time Clock plus RAM", sections "Address Map" and "Registers"); the
// 128 bytes, the index port and the century are the PC's (IBM PC AT Technical Reference; ACPI 6.5, table 5.9, CENTURY).

/// <summary>Offsets in the two-port window of a PC's real-time clock.</summary>
public static class RtcPort
{
    /// <summary>Ports it occupies.</summary>
    public const uint WindowSize = 2;

    /// <summary>Port 0x70: which byte <see cref="Data"/> is. Write only; bit 7 is the PC's NMI mask and none of the clock's.</summary>
    public const uint Index = 0;

    /// <summary>Port 0x71: the byte.</summary>
    public const uint Data = 1;
}

/// <summary>Bytes of the clock by their index; all others are RAM.</summary>
public static class RtcRegister
{
    /// <summary>Bytes there are.</summary>
    public const int Count = 128;

    /// <summary>Seconds, 0 to 59.</summary>
    public const byte Seconds = 0x00;

    /// <summary>Seconds of the alarm.</summary>
    public const byte SecondsAlarm = 0x01;

    /// <summary>Minutes, 0 to 59.</summary>
    public const byte Minutes = 0x02;

    /// <summary>Minutes of the alarm.</summary>
    public const byte MinutesAlarm = 0x03;

    /// <summary>Hours: 0 to 23, or 1 to 12 with <see cref="RtcHour.Afternoon"/>.</summary>
    public const byte Hours = 0x04;

    /// <summary>Hours of the alarm.</summary>
    public const byte HoursAlarm = 0x05;

    /// <summary>Day of the week, 1 for Sunday to 7.</summary>
    public const byte DayOfWeek = 0x06;

    /// <summary>Day of the month, 1 to 31.</summary>
    public const byte DayOfMonth = 0x07;

    /// <summary>Month, 1 to 12.</summary>
    public const byte Month = 0x08;

    /// <summary>Year of the century, 0 to 99.</summary>
    public const byte Year = 0x09;

    /// <summary>Register A: bits of <see cref="RtcStatusA"/>.</summary>
    public const byte StatusA = 0x0A;

    /// <summary>Register B: bits of <see cref="RtcStatusB"/>.</summary>
    public const byte StatusB = 0x0B;

    /// <summary>Register C: bits of <see cref="RtcStatusC"/>; reading it clears them. Read only.</summary>
    public const byte StatusC = 0x0C;

    /// <summary>Register D: bits of <see cref="RtcStatusD"/>. Read only.</summary>
    public const byte StatusD = 0x0D;

    /// <summary>Century, 19 or 20: a byte of the RAM that a PC's firmware keeps, here a counter like the others.</summary>
    public const byte Century = 0x32;
}

/// <summary>Register A: the divider chain.</summary>
public static class RtcStatusA
{
    /// <summary>The time is about to change, within 244 microseconds. Read only.</summary>
    public const byte UpdateInProgress = 0x80;

    /// <summary>The divider's setting.</summary>
    public const byte DividerMask = 0x70;

    /// <summary>Divider: counts a crystal of 32,768 Hz, as a PC has.</summary>
    public const byte Divider32768Hz = 0x20;

    /// <summary>Divider: both these bits hold it in reset, and the clock stands still.</summary>
    public const byte DividerReset = 0x60;

    /// <summary>Selects the periodic interrupt's rate; 0 for none, 6 for 1,024 Hz, 15 for 2 Hz.</summary>
    public const byte RateMask = 0x0F;
}

/// <summary>Register B: control.</summary>
public static class RtcStatusB
{
    /// <summary>The guest sets the time: updates stop.</summary>
    public const byte Set = 0x80;

    /// <summary>Enables the periodic interrupt.</summary>
    public const byte PeriodicInterrupt = 0x40;

    /// <summary>Enables the alarm's interrupt.</summary>
    public const byte AlarmInterrupt = 0x20;

    /// <summary>Enables the interrupt after each update.</summary>
    public const byte UpdateInterrupt = 0x10;

    /// <summary>Values are binary, not BCD.</summary>
    public const byte Binary = 0x04;

    /// <summary>Hours are 0 to 23, not 1 to 12.</summary>
    public const byte Hours24 = 0x02;
}

/// <summary>Register C: what has happened since it was last read. The three causes stand where register B enables them.</summary>
public static class RtcStatusC
{
    /// <summary>An enabled cause is among them: the interrupt line is up.</summary>
    public const byte InterruptRequest = 0x80;

    /// <summary>A period has passed.</summary>
    public const byte Periodic = RtcStatusB.PeriodicInterrupt;

    /// <summary>The time has met the alarm.</summary>
    public const byte Alarm = RtcStatusB.AlarmInterrupt;

    /// <summary>The time was updated.</summary>
    public const byte Update = RtcStatusB.UpdateInterrupt;

    /// <summary>All three causes.</summary>
    public const byte Causes = Periodic | Alarm | Update;
}

/// <summary>Register D.</summary>
public static class RtcStatusD
{
    /// <summary>The battery is good, so RAM and time are valid.</summary>
    public const byte Valid = 0x80;
}

/// <summary>What an hour's byte can say beside its number.</summary>
public static class RtcHour
{
    /// <summary>In 12-hour mode: after noon.</summary>
    public const byte Afternoon = 0x80;
}

/// <summary>What an alarm's byte can say in place of a number.</summary>
public static class RtcAlarmByte
{
    /// <summary>From here on up: any value meets the alarm.</summary>
    public const byte DontCare = 0xC0;
}
