using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>An instance property as the templates print it.</summary>
internal sealed class PropertyView(InstancePropertySpec property)
{
    public string Name => property.Name;

    public string Type => property.Type;

    public string IsRequired => property.IsRequired ? "true" : "false";

    /// <summary>The local variable that holds an optional value.</summary>
    public string Local => "new" + property.Name;
}
