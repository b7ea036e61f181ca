namespace KvmSdk;

/// <summary>
/// Declares a device on I/O ports. The class that carries it must be <c>partial</c>: the decode of its registers is generated into it. A
/// machine has one by a property with <see cref="DeviceAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PortDeviceAttribute : Attribute
{
    /// <summary>The number of consecutive I/O ports.</summary>
    public int Count { get; init; } = 8;
}
