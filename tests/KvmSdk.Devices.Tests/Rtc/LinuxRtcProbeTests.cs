namespace KvmSdk.Devices.Tests.Rtc;

/// <summary>
/// What Linux's drivers/rtc/rtc-cmos.c and rtc-mc146818-lib.c do when they find the clock, read and set it, and wait for its
/// alarm. Time passes with each access, as it does in a guest, so that updates come in between.
/// </summary>
public sealed class LinuxRtcProbeTests
{
    private const byte UpdateInProgress = 0x80, Set = 0x80, DividerReset = 0x70;
    private const byte Periodic = 0x40, Alarm = 0x20, Update = 0x10, Binary = 0x04, Hours24 = 0x02;

    private readonly ClockRig _rig = new();
    private int _waits;

    [Fact]
    public void The_clock_is_found_working_with_24_hours_and_its_interrupts_are_switched_off()
    {
        Assert.NotNull(AvoidUpdate(() => 0));

        // Periodic interrupts at 1,024 Hz, as after a reset; none enabled, none pending.
        Write(0x0A, 0x26);
        DisableInterrupts(Periodic | Alarm | Update);
        byte control = Read(0x0B);
        Assert.Equal(Hours24, control & (Hours24 | Binary));
        Assert.Equal(0x80, Read(0x0D) & 0x80);
        Assert.Equal(0, _rig.Interrupt.Edges);
        Assert.Null(_rig.Deadline);
    }

    [Fact]
    public void Read_at_any_moment_the_time_is_never_torn()
    {
        // Starting a millisecond before the end of a year.
        _rig.Now = new DateTime(2024, 12, 31, 23, 59, 59, 999, DateTimeKind.Utc);
        for (int i = 0; i < 500; i++)
        {
            DateTime before = _rig.Now;
            DateTime time = ReadTime();
            Assert.InRange(time, Whole(before), Whole(_rig.Now));
        }

        Assert.True(_waits > 0);
        Assert.Equal(2025, _rig.Now.Year);
    }

    [Fact]
    public void The_time_that_is_set_is_the_time_that_is_read()
    {
        var time = new DateTime(2031, 12, 31, 23, 59, 58, DateTimeKind.Utc);
        SetTime(time);
        Assert.Equal(time, ReadTime());

        // The driver tells the kernel that the clock moves on half a second after it is set.
        _rig.PassSeconds(0.49);
        Assert.Equal(time, ReadTime());
        _rig.PassSeconds(0.02);
        Assert.Equal(time.AddSeconds(1), ReadTime());
        Assert.Equal(0x26, Read(0x0A));
        Assert.Equal(Hours24, Read(0x0B));
    }

    [Fact]
    public void An_alarm_goes_off_once()
    {
        SetAlarm(_rig.Now.AddSeconds(90));
        Assert.Equal((0x13, 0x06, 0x39), (Read(0x05), Read(0x03), Read(0x01)));
        _rig.PassSeconds(89);
        Assert.Equal(0, _rig.Interrupt.Edges);
        _rig.PassSeconds(2);
        Assert.Equal(1, _rig.Interrupt.TakeEdges());
        Assert.Equal(Alarm, TakeInterrupt());
        _rig.PassSeconds(2 * 86_400);
        Assert.Equal(0, _rig.Interrupt.Edges);
    }

    [Fact]
    public void An_alarm_taken_back_does_not_go_off()
    {
        SetAlarm(_rig.Now.AddSeconds(90));
        DisableInterrupts(Alarm);
        _rig.PassSeconds(100);
        Assert.Equal(0, _rig.Interrupt.Edges);
    }

    private byte Read(byte index)
    {
        Tick();
        return _rig[index];
    }

    private void Write(byte index, byte value)
    {
        Tick();
        _rig[index] = value;
    }

    // 10 microseconds an access: a slow machine.
    private void Tick() => _rig.Pass(TimeSpan.FromMicroseconds(10));

    /// <summary>The driver's way to read without an update in between; it gives up after ten tries, a millisecond apart.</summary>
    private T? AvoidUpdate<T>(Func<T> read)
        where T : struct
    {
        for (int i = 0; i < 10; i++)
        {
            byte seconds = Read(0x00);
            if ((Read(0x0A) & UpdateInProgress) != 0)
            {
                Wait();
                continue;
            }

            if (seconds != Read(0x00)) continue;
            T value = read();
            if ((Read(0x0A) & UpdateInProgress) != 0)
            {
                Wait();
                continue;
            }

            if (seconds == Read(0x00)) return value;
        }

        return null;
    }

    private void Wait()
    {
        _waits++;
        _rig.Pass(TimeSpan.FromMilliseconds(1));
    }

    private DateTime ReadTime()
    {
        DateTime? time = AvoidUpdate(() =>
        {
            int seconds = FromBcd(Read(0x00)), minutes = FromBcd(Read(0x02)), hours = FromBcd(Read(0x04));
            int day = FromBcd(Read(0x07)), month = FromBcd(Read(0x08)), year = FromBcd(Read(0x09));

            // The FADT names the century's byte.
            return new DateTime((FromBcd(Read(0x32)) * 100) + year, month, day, hours, minutes, seconds);
        });
        return time ?? throw new TimeoutException("the driver gives up");
    }

    private void SetTime(DateTime time)
    {
        byte control = Read(0x0B);
        Write(0x0B, (byte)(control | Set));
        byte frequency = Read(0x0A);
        Write(0x0A, (byte)(frequency | DividerReset));
        Write(0x09, ToBcd(time.Year % 100));
        Write(0x08, ToBcd(time.Month));
        Write(0x07, ToBcd(time.Day));
        Write(0x04, ToBcd(time.Hour));
        Write(0x02, ToBcd(time.Minute));
        Write(0x00, ToBcd(time.Second));
        Write(0x32, ToBcd(time.Year / 100));
        Write(0x0B, control);
        Write(0x0A, frequency);
    }

    private void SetAlarm(DateTime time) => AvoidUpdate(() =>
    {
        DisableInterrupts(Alarm);
        Write(0x05, ToBcd(time.Hour));
        Write(0x03, ToBcd(time.Minute));
        Write(0x01, ToBcd(time.Second));
        byte control = Read(0x0B);
        Read(0x0C);
        Write(0x0B, (byte)(control | Alarm));
        Read(0x0C);
        return 0;
    });

    private void DisableInterrupts(byte mask)
    {
        Write(0x0B, (byte)(Read(0x0B) & ~mask));
        Read(0x0C);
    }

    /// <summary>The handler: what was enabled and has happened. An alarm is disabled by it.</summary>
    private int TakeInterrupt()
    {
        byte causes = Read(0x0C);
        byte control = Read(0x0B);
        Assert.Equal(0x80, causes & 0x80);
        if ((causes & control & Alarm) != 0)
        {
            Write(0x0B, (byte)(control & ~Alarm));
            Read(0x0C);
        }

        return causes & control & (Periodic | Alarm | Update);
    }

    private static DateTime Whole(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    private static int FromBcd(byte value) => (value >> 4 <= 9 && (value & 0xF) <= 9) ? ((value >> 4) * 10) + (value & 0xF) : throw new FormatException($"{value:X2}");

    private static byte ToBcd(int value) => (byte)((value / 10 * 16) + (value % 10));
}
