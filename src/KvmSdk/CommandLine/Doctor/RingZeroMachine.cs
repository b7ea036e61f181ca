using System.Diagnostics;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>The machine of <see cref="RingZeroProbe"/>: two ports that are a stopwatch.</summary>
internal sealed class RingZeroMachine : RunningMachine
{
    /// <summary>A write here starts the watch.</summary>
    public const byte BeginPort = 0xF0;

    /// <summary>A write here stops it.</summary>
    public const byte EndPort = 0xF1;

    /// <summary>The instructions between the two.</summary>
    public const int InstructionsPerRound = 20_000;

    /// <summary>Of several rounds the fastest counts: whatever disturbs a round only makes it slower.</summary>
    private const int Rounds = 3;

    private readonly MachineLifecycle _lifecycle;
    private long _begin;
    private int _rounds;

    /// <summary>Makes the machine.</summary>
    public RingZeroMachine(MachineHost host)
        : base(host) => _lifecycle = host.Lifecycle;

    /// <summary>The time of the fastest round.</summary>
    public TimeSpan Fastest { get; private set; } = TimeSpan.MaxValue;

    /// <inheritdoc/>
    protected override void RunVcpu(Vcpu vcpu) => vcpu.Run(new Bus(this));

    [HotPath]
    private void End()
    {
        TimeSpan round = Stopwatch.GetElapsedTime(_begin);
        Fastest = round < Fastest ? round : Fastest;
        if (++_rounds == Rounds)
        {
#pragma warning disable KVM0701, KVM0730 // Once, after the last round: nothing is measured any more.
            _lifecycle.End(new MachineOutcome.Stopped());
#pragma warning restore KVM0701, KVM0730
        }
    }

    private readonly struct Bus(RingZeroMachine machine) : IExitBus
    {
        public bool TryReadPort(ushort port, int width, out uint value)
        {
            value = 0;
            return false;
        }

        public bool TryWritePort(ushort port, int width, uint value)
        {
            switch (port)
            {
                case BeginPort:
                    machine._begin = Stopwatch.GetTimestamp();
                    return true;
                case EndPort:
                    machine.End();
                    return true;
                default:
                    return false;
            }
        }

        public bool TryReadMemory(ulong address, int width, out ulong value)
        {
            value = 0;
            return false;
        }

        public bool TryWriteMemory(ulong address, int width, ulong value) => false;
    }
}
