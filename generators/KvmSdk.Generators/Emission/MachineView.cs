using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>A machine as the templates print it: they loop and test, and compute nothing.</summary>
internal sealed class MachineView
{
    private MachineView(MachineInput machine)
    {
        MachineSpec spec = machine.Spec;
        MachinePlan? plan = machine.Plan;
        Name = spec.Name;
        Cpus = DeviceView.Text(spec.Cpus);
        MaxCpus = DeviceView.Text(spec.MaxCpus);
        Topology = spec.Topology is { } topology
            ? $", new global::KvmSdk.Model.Spec.CpuTopology({DeviceView.Text(topology.Sockets)}, {DeviceView.Text(topology.CoresPerSocket)}, {DeviceView.Text(topology.ThreadsPerCore)})"
            : "";
        MemoryPlan = plan is null ? "" : MemoryView.PlanExpression(plan.Memory);
        BootPlan = plan is null ? "" : BootView.PlanExpression(plan.Boot);
        BootSources = [.. spec.Boot.Select(boot => BootView.From(boot, plan is not null))];
        PowerPort = DeviceView.Hex(plan?.Devices.First(device => device.Kind == DeviceKind.Power).Ports[0].Base ?? 0, 4);
        HasPit = plan?.HasPit is true ? "true" : "false";
        LoadStatement = plan is null ? "" : BootView.LoadStatement(plan.Boot);
        Acpi = plan is { Boot.Kind: not BootKind.FlatImage } ? AcpiView.From(plan) : null;

        Devices = [.. spec.Devices.Select((device, i) => DeviceView.From(device, plan?.Devices[i]))];
        HiddenDevices = [.. Devices.Where(device => device.IsHidden)];
        Handles = [.. spec.Devices.SelectMany((device, i) => DeviceView.HandlesOf(device, plan?.Devices[i]))];
        SharedMemories = [.. spec.SharedMemories.Select(memory => SharedMemoryView.From(memory, plan))];
        PortCases = plan is null ? [] : [.. plan.Devices.SelectMany((device, i) => CaseView.OfPorts(device, Devices[i]))];
        WindowCases = plan is null ? [] : [.. plan.Devices.SelectMany((device, i) => CaseView.OfWindow(device, Devices[i]))];
        MemoryCases = plan is null ? [] : [.. plan.Devices.SelectMany((device, i) => CaseView.OfMemory(device, Devices[i]))];

        PropertyView[] Views(Func<InstancePropertySpec, bool> where) => [.. spec.InstanceProperties.Where(where).Select(property => new PropertyView(property))];
        Options = Views(property => property.IsParsable);
        Required = Views(property => property.IsRequired);
        Optional = Views(property => !property.IsRequired);
        OnlyInCode = spec.InstanceProperties.FirstOrDefault(property => !property.IsParsable)?.Name ?? "";
    }

    public string Name { get; }

    public string Cpus { get; }

    public string MaxCpus { get; }

    /// <summary>The plan's last argument on CPUs with the comma before it; empty if no topology is declared.</summary>
    public string Topology { get; }

    public string MemoryPlan { get; }

    public string BootPlan { get; }

    /// <summary>The call that puts the image into memory.</summary>
    public string LoadStatement { get; }

    /// <summary>The ACPI tables, for a machine whose guest reads them.</summary>
    public AcpiView? Acpi { get; }

    /// <summary>The declared boot sources: one, unless the machine is broken.</summary>
    public IReadOnlyList<BootView> BootSources { get; }

    public string PowerPort { get; }

    public string HasPit { get; }

    public IReadOnlyList<DeviceView> Devices { get; }

    /// <summary>The devices for which the running machine has a field and no property.</summary>
    public IReadOnlyList<DeviceView> HiddenDevices { get; }

    public IReadOnlyList<DeviceView> Handles { get; }

    public IReadOnlyList<SharedMemoryView> SharedMemories { get; }

    public bool HasSharedMemories => SharedMemories.Count > 0;

    public IReadOnlyList<CaseView> PortCases { get; }

    public IReadOnlyList<CaseView> WindowCases { get; }

    /// <summary>The memory of devices, which is asked about when the guest writes to it in vain.</summary>
    public IReadOnlyList<CaseView> MemoryCases { get; }

    public bool HasWindows => WindowCases.Count > 0;

    public IReadOnlyList<PropertyView> Options { get; }

    public IReadOnlyList<PropertyView> Required { get; }

    public bool HasRequired => Required.Count > 0;

    public IReadOnlyList<PropertyView> Optional { get; }

    /// <summary>A required property that no text can set, so that only a program can make the machine; empty if there is none.</summary>
    public string OnlyInCode { get; }

    public static MachineView From(MachineInput machine) => new(machine);
}
