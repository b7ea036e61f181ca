namespace KvmSdk.Model.Rules;

/// <summary>Family 04: what the devices of one machine are connected to on the host.</summary>
public static class ValueRules
{
    /// <summary>There is one standard input, which cannot be typed to two ports at once.</summary>
    public static Rule SharedTerminal { get; } = new("KVM0406", "Two consoles on the program's terminal",
        "Console '{0}' is connected to Terminal.Standard as '{1}' is, which alone would receive what is typed; use Terminal.None, Terminal.Program or Terminal.File");

    /// <summary>Two disks, or a disk and persistent memory, would write to one file, each unaware of what the other keeps in mind of it.</summary>
    public static Rule ImageAttachedTwice { get; } = new("KVM0407", "Disk image attached twice",
        "Property '{0}' is the file '{1}' as '{2}' is, and not both are read-only; use another file, or 'readOnly: true' for both");

    /// <summary>A guest that looks a disk up by its serial number finds the one or the other.</summary>
    public static Rule SerialTwice { get; } = new("KVM0411", "Two disks with one serial number",
        "Disk '{0}' has the serial number '{1}' as '{2}' has, by which a guest cannot tell them apart; give one of them another 'serial'")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>Each of two machines would change the file under the other; the second one to start is refused the file's lock.</summary>
    public static Rule ImageOfTwoMachines { get; } = new("KVM0412", "Image written by two machines",
        "Property '{0}' of machine '{1}' is the file '{2}', to which '{3}' of machine '{4}' writes too, so only one of the two can run at a time; use another file")
    {
        Severity = RuleSeverity.Warning,
    };

    /// <summary>A file that two machines declare as theirs to write.</summary>
    public static Violation ImageOf(string property, string machine, string path, string otherProperty, string otherMachine) =>
        new(ImageOfTwoMachines, Target.ValueOf(property), [property, machine, path, otherProperty, otherMachine], Target.ValueOf(otherProperty));
}
