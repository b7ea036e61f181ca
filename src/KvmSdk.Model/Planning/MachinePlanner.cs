using KvmSdk.Model.Plan;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Turns a declared machine into one with every range, window, port and line assigned, or into what is wrong with it.</summary>
public static class MachinePlanner
{
    /// <summary>Plans <paramref name="spec"/>. The same declaration always gives the same plan, on any machine.</summary>
    public static PlanResult Plan(MachineSpec spec)
    {
        List<Violation> violations = [];
        CpuChecks.Check(spec.Cpus, spec.MaxCpus, violations);
        if (TopologyChecks.Check(spec.Topology, spec.Cpus, spec.MaxCpus) is { } topology)
        {
            violations.Add(topology);
        }

        if (MemoryChecks.Check(spec.MemoryMiB) is { } memory)
        {
            violations.Add(memory);
        }

        if (MemoryChecks.CheckPages(spec.MemoryMiB, spec.HugePages) is { } pages)
        {
            violations.Add(pages);
        }

        BalloonChecks.Check(spec, violations);
        BootChecks.Check(spec, violations);
        EquatableArray<SharedMemoryPlan> shared = new SharedMemoryPlanner(spec, violations).Plan(spec.SharedMemories);
        int broken = violations.Count;
        List<Violation> apart = [];
        EquatableArray<DevicePlan> devices = PlanDevices(spec, violations, apart);
        if (violations.Count == broken)
        {
            CheckKernelParameters(spec, devices, violations);
        }

        // No parameter names what these are about.
        violations.AddRange(apart);

        if (violations.Exists(static violation => violation.Rule.Severity != RuleSeverity.Warning))
        {
            return new(null, violations.ToEquatableArray());
        }

        BootSpec boot = spec.Boot[0];
        return new(
            new MachinePlan(
                spec.Name,
                new CpuPlan(spec.Cpus, spec.MaxCpus, spec.Topology),
                new MemoryPlan(spec.MemoryMiB, spec.HugePages, spec.Prefault),
                new BootPlan(boot.Kind, boot.Property, boot.LoadAddress, boot.CommandLine, spec.Initrds.Count > 0 ? spec.Initrds[0] : "", boot.Entry)
                {
                    Modules = spec.MultibootModules.Select(static module => new ModulePlan(module.Property, module.CommandLine)).ToEquatableArray(),
                },
                devices,
                spec.HasPit,
                shared),
            violations.ToEquatableArray());
    }

    /// <summary>Devices in conflict have no names that a parameter could be held against, so they come first.</summary>
    private static void CheckKernelParameters(MachineSpec spec, EquatableArray<DevicePlan> devices, List<Violation> violations)
    {
        int cpus = CpuChecks.CheckInstance(spec.Cpus, spec.MaxCpus) is null ? spec.Cpus : 1;
        foreach (BootSpec boot in spec.Boot)
        {
            if (boot.Kind == BootKind.LinuxKernel && BootChecks.CheckCommandLine(boot.Property, boot.CommandLine) is null)
            {
                KernelParameterChecks.Check(boot, devices, cpus, violations);
            }
        }
    }

    private static EquatableArray<DevicePlan> PlanDevices(MachineSpec spec, List<Violation> violations, List<Violation> apart)
    {
        var ports = new PortPlanner(violations);
        var windows = new WindowPlanner(violations);
        var irqs = new IrqPlanner(spec.HasI8042, violations);
        var macs = new MacPlanner(spec.FullName, apart);
        var tags = new TagPlanner(apart);
        var pmems = new PmemPlanner(spec.MemoryMiB, apart);
        // What cannot move claims first, so that a conflict is reported where it can be repaired.
        foreach (DeviceSpec device in spec.Devices.OrderBy(device => device.IsMovable))
        {
            ports.ClaimFixed(device);
            windows.ClaimFixed(device);
            irqs.ClaimFixed(device);
            macs.ClaimFixed(device);
            tags.Claim(device);
            pmems.ClaimFixed(device);
            if (NetChecks.CheckMtu(device) is { } mtu)
            {
                apart.Add(mtu);
            }

            if (BlockChecks.CheckSectorSize(device) is { } sector)
            {
                apart.Add(sector);
            }

            QueueChecks.Check(device, spec.MaxCpus, apart);
            apart.AddRange(ConsoleChecks.Check(device));
        }

        apart.AddRange(ConsoleChecks.CheckSingle(spec.Devices));
        ports.ReportConflicts();
        windows.ReportConflicts();
        irqs.ReportConflicts();
        macs.ReportConflicts();
        tags.ReportConflicts();
        pmems.ReportConflicts();
        apart.AddRange(VsockChecks.Check(spec));
        return spec.Devices.Select(device => new DevicePlan(
            device.Name, device.Kind, device.IsPlatform, ports.Assign(device), windows.Assign(device), irqs.Assign(device))
        {
            Net = macs.Assign(device) is { } mac ? new NetPlan(mac, device.Net!.Mtu ?? 0) : null,
            Tag = device.Tag,
            Queues = device.Queues is { } queues ? new QueuePlan(queues.Count ?? 1, queues.Size ?? queues.DefaultSize) : null,
            Block = device.Block is { } block ? new BlockPlan(block.SectorSize ?? BlockSpec.DefaultSectorSize) : null,
            ConsolePorts = device.ConsolePorts.Select(static (port, i) => new ConsolePortPlan(port.Property, port.GuestName, i + 1)).ToEquatableArray(),
            Pmem = pmems.Assign(device) is { } memory ? new PmemPlan(memory) : null,
            Vsock = device.Vsock is { } vsock ? new VsockPlan(vsock.Cid ?? VsockSpec.DefaultCid) : null,
        }).ToEquatableArray();
    }
}

/// <summary>A plan, or what stands in its way.</summary>
/// <param name="Plan">The plan; null if a rule is broken that is more than a warning.</param>
/// <param name="Violations">What is wrong, in order of declaration within each rule family.</param>
public sealed record PlanResult(MachinePlan? Plan, EquatableArray<Violation> Violations);
