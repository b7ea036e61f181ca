namespace KvmSdk.Runtime.Tests.Life;

/// <summary>A machine with one UART, that measures what the process allocates while its guest runs.</summary>
internal sealed class MeteredMachine : RunningMachine
{
    /// <summary>A write here ends the measurement, and the machine.</summary>
    public const ushort EndPort = 0x510;

    private readonly MachineHost _host;
    private readonly SerialPort _console;
    private readonly ManualResetEvent _quiet = new(false);
    private readonly ManualResetEvent _ended = new(false);
    private Meter _begin;

    public MeteredMachine(MachineHost host, byte[] program, Terminal terminal)
        : base(host)
    {
        _host = host;
        _console = new SerialPort(host, "Console", 4, terminal);
        host.LoadFlatImage("Program", GuestImage.FromBytes(program), Support.TestVm.LoadAddress);
    }

    /// <summary>Allocated by the vCPU thread between the first KVM_RUN and the guest's end.</summary>
    public long BytesOnThread { get; private set; } = -1;

    /// <summary>Allocated by the whole process in that time.</summary>
    public long BytesInProcess { get; private set; } = -1;

    /// <summary>Garbage collections in that time.</summary>
    public int Collections { get; private set; } = -1;

    /// <summary>Lets the guest run, and keeps the calling thread, which is the last one with anything else to do, quiet until it has ended.</summary>
    public void MeasureUntilTheEnd()
    {
        _quiet.Set();
        _ended.WaitOne();
    }

    protected override void RunVcpu(Vcpu vcpu)
    {
        _quiet.WaitOne();

        // What was made by starting is out of the way; taking a measurement once beforehand compiles it.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _ = Meter.Take();
        _begin = Meter.Take();
        vcpu.Run(new Bus(this));
    }

    private void End()
    {
        Meter end = Meter.Take();
        BytesOnThread = end.Thread - _begin.Thread;
        BytesInProcess = end.Process - _begin.Process;
        Collections = end.Collections - _begin.Collections;
        _ended.Set();
        _host.Lifecycle.End(new MachineOutcome.PowerOff());
    }

    /// <summary>What was allocated so far.</summary>
    internal readonly record struct Meter(long Thread, long Process, int Collections)
    {
        public static Meter Take() =>
            new(GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(0));
    }

    private readonly struct Bus(MeteredMachine machine) : IExitBus
    {
        public bool TryReadPort(ushort port, int width, out uint value)
        {
            switch (port)
            {
                case >= 0x03F8 and <= 0x03FF:
                    value = (uint)machine._console.Read((uint)(port - 0x03F8), width);
                    return true;
                default:
                    value = 0;
                    return false;
            }
        }

        public bool TryWritePort(ushort port, int width, uint value)
        {
            switch (port)
            {
                case >= 0x03F8 and <= 0x03FF:
                    machine._console.Write((uint)(port - 0x03F8), width, value);
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
