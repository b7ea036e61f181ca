namespace KvmSdk;

/// <summary>
/// Declares a file that the machine's Multiboot kernel is given beside itself, on a property of type <see cref="GuestImage"/>, which may be null. Modules
/// lie behind the kernel, each at a page boundary, in order of declaration; one that is null is left out.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class MultibootModuleAttribute : Attribute
{
    /// <summary>The text that goes with it: printable ASCII, at most 2,047 characters.</summary>
    public string CommandLine { get; init; } = "";
}
