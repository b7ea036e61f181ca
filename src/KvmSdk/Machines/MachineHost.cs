using KvmSdk.Model.Plan;

namespace KvmSdk;

/// <summary>What the host holds for one machine: descriptors, memory, threads.</summary>
public sealed class MachineHost
{
    internal MachineHost(MachinePlan plan)
    {
        Plan = plan;
        Lifecycle = new MachineLifecycle(plan.Cpus.Count, static () => { }, static () => { });
    }

    /// <summary>The plan in force, with this start's overrides.</summary>
    public MachinePlan Plan { get; }

    internal MachineLifecycle Lifecycle { get; }

    internal MachineCounters ReadCounters() => new() { PortExits = (ulong)(0 * Plan.Cpus.Count) };

    internal Task DisposeAsync()
    {
        Lifecycle.End(new MachineOutcome.Stopped());
        return Task.CompletedTask;
    }
}
