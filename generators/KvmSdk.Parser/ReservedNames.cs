namespace KvmSdk.Parser;

/// <summary>Names that the generated half declares, or inherits, where a property's name would be declared too.</summary>
internal static class ReservedNames
{
    private static readonly HashSet<string> _inRecord = ["Layout", "Machine", "Plan", "StartAsync", "StartMachineAsync"];

    /// <summary>Members of RunningMachine (a device's handle is a member beside them) and constants of Layout (inside a class named after the device).</summary>
    private static readonly HashSet<string> _inMachine =
    [
        "State", "Completion", "Counters", "PauseAsync", "ResumeAsync", "StopAsync", "DisposeAsync", "RunVcpu", "Memory",
        "Port", "PortCount", "Base", "Size", "Irq",
    ];

    /// <summary>Whether a property must not be called <paramref name="name"/>.</summary>
    public static bool IsReserved(string name, bool isDevice) => _inRecord.Contains(name) || (isDevice && _inMachine.Contains(name));
}
