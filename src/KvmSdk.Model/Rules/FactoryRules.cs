namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the factories of configuration values refuse.</summary>
public static class FactoryRules
{
    /// <summary>No file can have this path.</summary>
    public static Rule PathUnusable { get; } = new("KVM0409", "Path unusable", "{0} is given {1}; {2}") { Severity = RuleSeverity.Error };

    /// <summary>The guest could not be given this serial number.</summary>
    public static Rule SerialUnusable { get; } = new("KVM0410", "Serial number unusable", "{0} is given a serial number {1}; {2}") { Severity = RuleSeverity.Error };

    /// <summary>Linux has no interface of this name (<c>dev_valid_name</c>).</summary>
    public static Rule TapNameUnusable { get; } = new("KVM0424", "Tap name unusable",
        "{0} is given the name '{1}', which {2}; the name of an interface has 1 to 15 bytes, without '/', ':' and white space")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>No station has this address, or it is none.</summary>
    public static Rule MacUnusable { get; } = new("KVM0428", "MAC address unusable",
        "{0} is given the MAC address '{1}', which {2}; use one such as {3}")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>An image inside a program has the name of a file and of a section.</summary>
    public static Rule EmbeddedNameUnusable { get; } = new("KVM0530", "Name of an embedded image unusable",
        "{0} is given the name '{1}', which {2}; an embedded image has the name that its KvmImage item has in the project, without a directory")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>The disk would fall back on itself for ever.</summary>
    public static Rule BackingCycle { get; } = new("KVM0440", "Disk image is its own backing file",
        "{0} is given the file '{1}', which is among its own backing files; name the file that the image was made from")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>Nobody gives back less than nothing.</summary>
    public static Rule BalloonSizeUnusable { get; } = new("KVM0483", "Balloon size unusable",
        "{0} is given {1} MiB; use 0 for an empty balloon, or more")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>TCP and UDP have ports from 1 to 65535; 0 stands for none.</summary>
    public static Rule PortUnusable { get; } = new("KVM0450", "Port out of range",
        "{0} is given the port {1}; use one from 1 to 65535")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>Only one program, and only one of its sockets, can be on a port.</summary>
    public static Rule PortForwardedTwice { get; } = new("KVM0451", "Port forwarded twice",
        "{0} is given two forwards that begin at {1}, which leads to one place only; use another port of the host for the second")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>The kernel keeps a socket's path in 108 bytes, of which the last is 0 (<c>sys/un.h</c>).</summary>
    public static Rule SocketPathUnusable { get; } = new("KVM0452", "Socket path unusable",
        "{0} is given a socket path that {1}; a socket's path has 1 to 107 bytes, without U+0000")
    {
        Severity = RuleSeverity.Error,
    };

    /// <summary>Linux gives an address 108 bytes, and a port's socket has a longer name than its device's.</summary>
    public static Rule SocketPathTooLong { get; } = new("KVM0464", "Socket path too long",
        "{0} is given a path of {1} bytes; the most are 96, since Linux takes 107 and '_' and a port come behind it")
    {
        Severity = RuleSeverity.Error,
    };
}
