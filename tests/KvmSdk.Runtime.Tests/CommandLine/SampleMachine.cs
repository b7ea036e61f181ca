using System.Collections.Immutable;
using KvmSdk.CommandLine;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>A machine written by hand, as the generator would write it, whose start is what a test makes of it.</summary>
internal sealed record SampleMachine : IVirtualMachine<SampleMachine>
{
    public static MachinePlan Plan { get; } = new(
        "SampleMachine",
        new CpuPlan(1, 4),
        new MemoryPlan(64),
        new BootPlan(BootKind.FlatImage, "RootImage", 0x10_0000),
        [
            new DevicePlan("Power", DeviceKind.Power, true, [new PortRange(0x600, 3)], null, null),
            new DevicePlan("Keyboard", DeviceKind.Keyboard, true, [new PortRange(0x60, 1), new PortRange(0x64, 1)], null, null),
            new DevicePlan("Console", DeviceKind.Serial, false, [new PortRange(0x3F8, 8)], null, 4),
            new DevicePlan("Log", DeviceKind.Serial, false, [], new AddressRange(0xD000_0000, 0x1000), 5),
        ]);

    /// <summary>The same machine, booting a Linux kernel.</summary>
    public static MachinePlan LinuxPlan { get; } = Plan with
    {
        Boot = new BootPlan(BootKind.LinuxKernel, "RootImage", 0, "console=ttyS0", "", KernelEntry.Decompressor),
    };

    public static ImmutableArray<InstanceOption> Options { get; } =
    [
        new("RootImage", typeof(GuestImage), true),
        new("Console", typeof(Terminal), false),
        new("Retries", typeof(int), false),
        new("Verbose", typeof(bool?), false),
    ];

    /// <summary>What a test wants to happen at start.</summary>
    public static AsyncLocal<Func<SampleMachine, StartOptions?, Task<RunningMachine>>> OnStart { get; } = new();

    public required GuestImage RootImage { get; init; }

    public Terminal Console { get; init; } = Terminal.None;

    public int Retries { get; init; } = 3;

    public static SampleMachine Create(InstanceValues values)
    {
        var machine = new SampleMachine { RootImage = values.Required<GuestImage>("RootImage") };
        if (values.TryGet<Terminal>("Console", out Terminal? console))
        {
            machine = machine with { Console = console };
        }

        if (values.TryGet<int>("Retries", out int retries))
        {
            machine = machine with { Retries = retries };
        }

        return machine;
    }

    public Task<RunningMachine> StartMachineAsync(StartOptions? options = null, CancellationToken cancellationToken = default) =>
        // On which thread a program starts its machine is none of the settings that these tests look at.
        OnStart.Value!(this, options is null ? null : options with { IsInPlace = false });

    internal static OptionTable Table(MachinePlan? plan = null) => new(plan ?? Plan, Options);

    internal static ProgramDefinition Program(MachinePlan? plan = null) =>
        ProgramDefinition.Of<SampleMachine>() with { Command = "sample", Plan = plan ?? Plan };
}
