namespace KvmSdk.Model.Spec;

/// <summary>A property that differs per instance, and so becomes a command-line option and a key of the configuration file.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Type">Its type, as C# text that means the same in any file.</param>
/// <param name="IsRequired">Whether C# demands a value (<c>required</c>).</param>
/// <param name="IsParsable">Whether a text can give it one; a required property that is not can only be set in code.</param>
public sealed record InstancePropertySpec(string Name, string Type, bool IsRequired, bool IsParsable);
