using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

/// <summary>A real-time clock, a host's clock that stands still until a test moves it, and the timer between them.</summary>
internal sealed class ClockRig
{
    /// <summary>Beside the guest's own registers, no time matters to a test: a Wednesday afternoon.</summary>
    public static readonly DateTime Start = new(2024, 2, 28, 13, 5, 9, DateTimeKind.Utc);

    public ClockRig(DateTime? now = null)
    {
        Now = now ?? Start;
        Clock = new(new CountingInterrupt(Interrupt), new HostClock(this), new Timer(this));
    }

    public Mc146818<CountingInterrupt, HostClock, Timer> Clock { get; }

    public InterruptRecorder Interrupt { get; } = new();

    /// <summary>The host's time.</summary>
    public DateTime Now { get; set; }

    /// <summary>When the clock wants to be called, if it does.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>How often the timer was set or taken back.</summary>
    public int TimerCalls { get; private set; }

    public byte this[byte index]
    {
        get
        {
            Clock.Write(RtcPort.Index, index);
            return Clock.Read(RtcPort.Data);
        }

        set
        {
            Clock.Write(RtcPort.Index, index);
            Clock.Write(RtcPort.Data, value);
        }
    }

    /// <summary>Lets time pass, with the calls that the clock asks for on the way.</summary>
    public void Pass(TimeSpan span)
    {
        DateTime end = Now + span;
        while (Deadline is { } deadline && deadline <= end)
        {
            Now = deadline > Now ? deadline : Now;
            CallTimer();
        }

        Now = end;
    }

    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>Calls the clock, as its timer does.</summary>
    public void CallTimer()
    {
        Deadline = null;
        Clock.MeetDeadline();
    }

    /// <summary>The date and time as the guest reads them, decoded from BCD with 24 hours.</summary>
    public string Shown() =>
        $"{this[RtcRegister.Century]:X2}{this[RtcRegister.Year]:X2}-{this[RtcRegister.Month]:X2}-{this[RtcRegister.DayOfMonth]:X2} "
        + $"{this[RtcRegister.Hours]:X2}:{this[RtcRegister.Minutes]:X2}:{this[RtcRegister.Seconds]:X2}";

    internal readonly struct HostClock(ClockRig rig) : IClock
    {
        public DateTime UtcNow => rig.Now;
    }

    internal readonly struct Timer(ClockRig rig) : IDeadlineTimer
    {
        public void Arm(DateTime deadline)
        {
            Assert.Equal(DateTimeKind.Utc, deadline.Kind);
            rig.Deadline = deadline;
            rig.TimerCalls++;
        }

        public void Disarm()
        {
            rig.Deadline = null;
            rig.TimerCalls++;
        }
    }
}
