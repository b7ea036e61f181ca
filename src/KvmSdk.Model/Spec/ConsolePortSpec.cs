namespace KvmSdk.Model.Spec;

/// <summary>A named port of a virtio console device, as declared.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Name">The name by which a guest finds the port, as declared, unchecked; null for that of the property.</param>
public sealed record ConsolePortSpec(string Property, string? Name)
{
    /// <summary>The attribute that declares one, without the suffix.</summary>
    public const string Attribute = "ConsolePort";

    /// <summary>The most ports: each has two of the device's 64 queues, and four are for control and for a port 0 that is not there.</summary>
    public const int Most = 30;

    /// <summary>The name by which a guest finds the port.</summary>
    public string GuestName => Name ?? Property;
}
