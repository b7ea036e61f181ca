namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the devices of one machine are connected to on the host.</summary>
public static class ValueRules
{
    /// <summary>There is one standard input, which cannot be typed to two ports at once.</summary>
    public static Rule SharedTerminal { get; } = new("KVM0406", "Two serial ports on the program's terminal",
        "Serial port '{0}' is connected to Terminal.Standard as '{1}' is, which alone would receive what is typed; use Terminal.None, Terminal.Program or Terminal.File");

    /// <summary>Two disks would write to one file, each unaware of what the other keeps in mind of it.</summary>
    public static Rule ImageAttachedTwice { get; } = new("KVM0407", "Disk image attached twice",
        "Disk '{0}' is the file '{1}' as '{2}' is, and not both are read-only; use another file, or 'readOnly: true' for both");

    /// <summary>A guest that looks a disk up by its serial number finds the one or the other.</summary>
    public static Rule SerialTwice { get; } = new("KVM0411", "Two disks with one serial number",
        "Disk '{0}' has the serial number '{1}' as '{2}' has, by which a guest cannot tell them apart; give one of them another 'serial'")
    {
        Severity = RuleSeverity.Warning,
    };
}
