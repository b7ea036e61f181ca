using KvmSdk.Devices.Rtc;

namespace KvmSdk.Devices.Tests.Rtc;

public sealed class ClockAllocationTests
{
    private const int Rounds = 100_000;

    private static long s_now;
    private static long s_edges;
    private static long s_deadlines;

    [Fact]
    public void A_million_register_accesses_allocate_nothing()
    {
        s_now = ClockRig.Start.Ticks;
        s_edges = s_deadlines = 0;
        Mc146818<CountEdges, MovingClock, CountDeadlines> clock = new(default, default, default);

        long allocated = AllocationMeter.Measure(() => Exercise(clock));

        Assert.Equal(0, allocated);
        Assert.True(s_edges > 0);
        Assert.True(s_deadlines > 0);
    }

    private static void Exercise(Mc146818<CountEdges, MovingClock, CountDeadlines> clock)
    {
        for (int i = 0; i < Rounds; i++)
        {
            for (byte index = 0; index < 14; index++)
            {
                clock.Write(RtcPort.Index, index);
                clock.Write(RtcPort.Data, clock.Read(RtcPort.Data));
            }

            RegisterAccess.WriteWide(clock, RtcPort.Index, 2, RtcPort.WindowSize, ((RtcStatusB.Hours24 | RtcStatusC.Causes) << 8) | RtcRegister.StatusB);
            clock.MeetDeadline();
            Mc146818State state = clock.Save();
            clock.TryRestore(in state);
        }
    }

    private readonly struct CountEdges : IInterruptLine
    {
        public void Raise() => s_edges++;
    }

    private readonly struct MovingClock : IClock
    {
        public DateTime UtcNow => new(s_now += 1000, DateTimeKind.Utc);
    }

    private readonly struct CountDeadlines : IDeadlineTimer
    {
        public void Arm(DateTime deadline) => s_deadlines++;

        public void Disarm() => s_deadlines++;
    }
}
