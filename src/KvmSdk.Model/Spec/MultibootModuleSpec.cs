namespace KvmSdk.Model.Spec;

/// <summary>A declared file that a Multiboot kernel is given beside itself.</summary>
/// <param name="Property">The property that holds it.</param>
/// <param name="CommandLine">The text that goes with it, unchecked.</param>
public sealed record MultibootModuleSpec(string Property, string CommandLine)
{
    /// <summary>The attribute's name without the suffix.</summary>
    public const string Attribute = "MultibootModule";
}
