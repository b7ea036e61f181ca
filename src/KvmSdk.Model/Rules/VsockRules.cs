namespace KvmSdk.Model.Rules;

/// <summary>Family 04: socket devices, their addresses and where the host reaches them.</summary>
public static class VsockRules
{
    /// <summary>Addresses with a meaning of their own (<c>linux/vm_sockets.h</c>).</summary>
    public static Rule CidReserved { get; } = new("KVM0460", "Context id reserved",
        "Cid {0} of '{1}' {2}, which no guest has; use {3}, or leave Cid out");

    /// <summary>The kernel gives an address to one guest, and people tell guests apart by it.</summary>
    public static Rule CidOfTwoMachines { get; } = new("KVM0461", "Context id used by two machines",
        "Cid {0} of '{1}' is also that of '{2}' of machine '{3}', so that it does not tell the two apart, and with vhost they cannot run at the same time; {4} is free")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>The second of two machines would not start while the first runs.</summary>
    public static Rule PathOfTwoMachines { get; } = new("KVM0462", "Two machines on one socket",
        "Socket device '{0}' is reached at '{1}' as '{2}' of machine '{3}' is, so the two cannot run at the same time; use another path")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>Linux's driver takes one device; the second one would be there in vain.</summary>
    public static Rule SecondDevice { get; } = new("KVM0463", "Two socket devices",
        "Socket device '{0}' stands beside '{1}', and a guest's driver takes one; remove one of them: it has ports enough");
}
