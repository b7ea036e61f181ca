namespace KvmSdk.Model.Rules;

/// <summary>Family 05: what the kernel's command line says of the machine.</summary>
public static class KernelParameterRules
{
    /// <summary>The kernel would print to a port that is not there.</summary>
    public static Rule ConsoleNotDeclared { get; } = new("KVM0508", "Console names a device that is not declared",
        "Kernel parameter '{0}' names {1}; {2}");

    /// <summary>The kernel would wait for a disk that is not there, or panic.</summary>
    public static Rule RootNotDeclared { get; } = new("KVM0509", "Root names a disk that is not declared",
        "Kernel parameter '{0}' names {1} of the machine, which declares {2}; {3}");

    /// <summary>The kernel would not use what the machine declares, or look for what it does not.</summary>
    public static Rule Contradiction { get; } = new("KVM0510", "Kernel parameter contradicts the machine",
        "Kernel parameter '{0}' contradicts the machine: {1}; remove it");

    /// <summary>The kernel keeps the last value, silently.</summary>
    public static Rule Overridden { get; } = new("KVM0511", "Kernel parameter given twice",
        "Kernel parameter '{0}' has no effect, because '{1}' follows it; remove one");
}
