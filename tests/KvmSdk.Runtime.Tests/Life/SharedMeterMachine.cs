namespace KvmSdk.Runtime.Tests.Life;

/// <summary>A machine with shared memory and a bell, that measures what the process allocates while its guest runs.</summary>
internal sealed class SharedMeterMachine : RunningMachine
{
    /// <summary>A write here says that there is a question.</summary>
    public const ushort BellPort = 0x500;

    /// <summary>A write here ends the measurement, and the machine.</summary>
    public const ushort EndPort = 0x510;

    private readonly MachineHost _host;
    private readonly ManualResetEvent _quiet = new(false);
    private MeteredMachine.Meter _begin;
    private volatile bool _ended;

    public SharedMeterMachine(MachineHost host, byte[] program)
        : base(host)
    {
        _host = host;
        host.LoadFlatImage("Program", GuestImage.FromBytes(program), Support.TestVm.LoadAddress);
        Mailbox = new SharedMemory<SharedMeter.Questions>(host, "Mailbox", SharedMeter.Address, 0x1000, new() { Request = 0 });
    }

    public SharedMemory<SharedMeter.Questions> Mailbox { get; }

    /// <summary>Allocated by the vCPU thread between the first KVM_RUN and the guest's end.</summary>
    public long BytesOnThread { get; private set; } = -1;

    /// <summary>Allocated by the whole process in that time.</summary>
    public long BytesInProcess { get; private set; } = -1;

    /// <summary>Garbage collections in that time.</summary>
    public int Collections { get; private set; } = -1;

    /// <summary>Lets the guest run, and reads what it shares, on the calling thread, until it has ended.</summary>
    public void LookOnUntilTheEnd()
    {
        ulong last = Mailbox.Read().Request;
        _quiet.Set();
        while (!_ended)
        {
            ulong now = Mailbox.Read().Request;
            if (now < last)
            {
                throw new InvalidDataException("the count went back");
            }

            last = now;
            Mailbox.Access(static (scoped ref SharedMeter.Questions box) => Volatile.Read(ref box.Answer));
            Thread.Yield();
        }
    }

    protected override void RunVcpu(Vcpu vcpu)
    {
        _quiet.WaitOne();

        // What was made by starting is out of the way; taking a measurement once beforehand compiles it.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _ = MeteredMachine.Meter.Take();
        _begin = MeteredMachine.Meter.Take();
        vcpu.Run(new Bus(this));
    }

    private void Answer() => Mailbox.Access(3UL, static (scoped ref SharedMeter.Questions box, ulong factor) => box.Answer = box.Request * factor);

    private void End()
    {
        MeteredMachine.Meter end = MeteredMachine.Meter.Take();
        BytesOnThread = end.Thread - _begin.Thread;
        BytesInProcess = end.Process - _begin.Process;
        Collections = end.Collections - _begin.Collections;
        _ended = true;
        _host.Lifecycle.End(new MachineOutcome.PowerOff());
    }

    private readonly struct Bus(SharedMeterMachine machine) : IExitBus
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
                case BellPort:
                    machine.Answer();
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
