namespace KvmSdk.Model.Rules;

/// <summary>Family 04: network devices, their addresses and what they are connected to.</summary>
public static class NetRules
{
    /// <summary>A text that is no address.</summary>
    public static Rule MacMalformed { get; } = new("KVM0420", "MAC address malformed",
        "MAC address '{0}' of '{1}' is not six pairs of hexadecimal digits with colons between them; write one such as {2}, or leave Mac out");

    /// <summary>Addresses of groups, and none at all, belong to no station.</summary>
    public static Rule MacUnusable { get; } = new("KVM0421", "MAC address of no station",
        "MAC address {0} of '{1}' {2}, which no station has; use {3}, or leave Mac out");

    /// <summary>On one network frames for either would reach both, or one of them.</summary>
    public static Rule MacTaken { get; } = new("KVM0422", "MAC address used twice",
        "MAC address {0} of '{1}' is already that of '{2}'; {3} is free");

    /// <summary>The same in two machines, which may be on one network.</summary>
    public static Rule MacTakenElsewhere { get; } = new("KVM0423", "MAC address used by two machines",
        "MAC address {0} of '{1}' is also that of '{2}' of machine '{3}', so the two cannot be on one network; {4} is free")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>The kernel gives a tap to one user.</summary>
    public static Rule TapShared { get; } = new("KVM0425", "Two network devices on one tap",
        "Network device '{0}' is connected to tap '{1}' as '{2}' is, and a tap has one user; use another tap, or NetBackend.None");

    /// <summary>The second of two machines would not start while the first runs.</summary>
    public static Rule TapSharedByMachines { get; } = new("KVM0426", "Two machines on one tap",
        "Network device '{0}' is connected to tap '{1}' as '{2}' of machine '{3}' is, so the two cannot run at the same time; use another tap")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>This program sees none of the frames, and the kernel knows no limits of it.</summary>
    public static Rule LimitsOfKernels { get; } = new("KVM0429", "Limits of rate that nobody keeps",
        "Network device '{0}' has limits of rate, but leaves the frames of tap '{1}' to the kernel, which keeps none; use VhostMode.Off (vhost=off), or limit the tap itself by the host's tc");

    /// <summary>Section 5.1.4.1 of virtio 1.2 bounds it.</summary>
    public static Rule MtuOutOfRange { get; } = new("KVM0427", "MTU out of range",
        "Mtu {0} of '{1}' is outside 68 to 65535; use {2}, or leave Mtu out");
}
