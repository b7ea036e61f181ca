// Why by hand: these tests drive the runtime through the same contract as generated code does, and must not depend on the
// generator. The shape follows its output line by line; what a test varies is a property.

using KvmSdk.Model;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.Support;

/// <summary>A machine with a serial port, a debug-exit port, the platform's devices, and a memory-mapped scratch register.</summary>
internal sealed record TestVm(byte[] Program)
{
    public const ulong LoadAddress = 0x10_0000;
    public const ushort SerialPort = 0x3F8;
    public const int SerialIrq = 4;
    public const ushort ResultPort = 0xF4;
    public const ushort PowerPort = 0x600;
    public const ushort ClockPort = 0x70;
    public const int ClockIrq = 8;
    public const ulong ScratchBase = 0xD000_0000;
    public const ulong ScratchSize = 0x1000;
    public const ulong DeviceWindow = 0xD000_3000;

    /// <summary>The serial port once more, for guests at CPL 3, whose IN and OUT fault where the processor's own IOPL is 0.</summary>
    public const ulong SerialWindow = 0xD000_1000;

    /// <summary>The debug-exit port once more, likewise.</summary>
    public const ulong ResultWindow = 0xD000_2000;

    public GuestImage? Image { get; init; }

    public Terminal Console { get; init; } = Terminal.Program;

    public DebugExit Result { get; init; } = DebugExit.Value;

    public int Cpus { get; init; } = 1;

    public int MaxCpus { get; init; } = 4;

    public int MemoryMiB { get; init; } = 4;

    /// <summary>Whether there is a CMOS clock, at <see cref="ClockPort"/>.</summary>
    public bool HasCmosClock { get; init; }

    /// <summary>How the CPUs are arranged; null for all in one socket.</summary>
    public CpuTopology? Topology { get; init; }

    /// <summary>Whether there is a PIT.</summary>
    public bool HasPit { get; init; }

    /// <summary>The memory that is set aside; a test makes the handles in <see cref="Prepare"/>.</summary>
    public EquatableArray<SharedMemoryPlan> SharedMemories { get; init; }

    public HugePages HugePages { get; init; }

    public bool Prefault { get; init; }

    /// <summary>Whether the guest starts at CPL 3, which runs natively where CPL 0 is emulated.</summary>
    public bool User { get; init; }

    /// <summary>Gets the guest's writes to <see cref="DeviceWindow"/>, which a test's own device may have.</summary>
    public Action<uint, int, ulong>? DeviceWrite { get; init; }

    /// <summary>Asked about the guest's writes to addresses that no device has; null for none that anybody takes.</summary>
    public Func<ulong, bool>? OtherWrite { get; init; }

    /// <summary>Work between building and running, e.g. on guest memory.</summary>
    public Action<MachineHost>? Prepare { get; init; }

    public MachinePlan Plan => new(
        "TestVm",
        new CpuPlan(Cpus, MaxCpus, Topology),
        new MemoryPlan(MemoryMiB, HugePages, Prefault),
        new BootPlan(BootKind.FlatImage, "Program", LoadAddress),
        [],
        HasPit,
        SharedMemories);

    public Task<TestMachine> StartAsync(StartOptions? options = null, CancellationToken cancellationToken = default) =>
        MachineHost.StartAsync(Plan, options, host => new TestMachine(host, this), cancellationToken);

    /// <summary>Runs to the end.</summary>
    public async Task<MachineOutcome> RunAsync(StartOptions? options = null)
    {
        await using TestMachine machine = await StartAsync(options);
        return await machine.Completion.WaitAsync(Patience.Limit);
    }
}
