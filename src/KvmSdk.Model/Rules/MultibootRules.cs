namespace KvmSdk.Model.Rules;

/// <summary>Family 05: kernels by the Multiboot Specification.</summary>
public static class MultibootRules
{
    /// <summary>Modules are part of the Multiboot protocol, and of no other.</summary>
    public static Rule ModuleWithoutKernel { get; } = new("KVM0520", "Multiboot module without a kernel",
        "Multiboot module '{0}' has no Multiboot kernel to read it; declare a [MultibootKernel], or remove it");

    /// <summary>The text of a module is a NUL-terminated string, as a kernel's command line is.</summary>
    public static Rule BadModuleCommandLine { get; } = new("KVM0521", "Command line of a Multiboot module unusable",
        "The command line of module '{0}' {1}; {2}");
}
