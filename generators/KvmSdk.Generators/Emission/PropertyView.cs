using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>An instance property as the templates print it.</summary>
internal sealed class PropertyView(InstancePropertySpec property)
{
    public string Name => property.Name;

    public string Type => property.Type;

    /// <summary>The type as <c>typeof</c> takes it.</summary>
    public string IsRequired => property.IsRequired ? "true" : "false";

    /// <summary>The value of a required property in an object initialiser.</summary>
    public string RequiredValue => property.IsParsable
        ? $"values.Required<{property.Type}>(\"{property.Name}\")"
        : $"throw new global::KvmSdk.InstanceValueException(\"{property.Name}\", \"'{property.Name}' can only be set in code; start this machine from a program of yours\")";

    /// <summary>The local variable that holds an optional value.</summary>
    public string Local => "@" + char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1);
}
