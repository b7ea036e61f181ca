namespace KvmSdk.Model.GuestDevices;

/// <summary>A property that a user declares and the generator implements; the two parts must agree in every word.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Modifiers">Its modifiers but for <c>partial</c>, e.g. <c>public</c>; empty if there are none.</param>
/// <param name="Type">Its type, as C# text that means the same in any file.</param>
/// <param name="Getter">The getter's own accessibility with a space behind it, or empty; null if there is no getter.</param>
/// <param name="Setter">The setter's, likewise.</param>
public sealed record PartialProperty(string Name, string Modifiers, string Type, string? Getter, string? Setter);
