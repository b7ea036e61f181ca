namespace KvmSdk;

/// <summary>
/// Declares a memory-mapped device. The class that carries it must be <c>partial</c>: the decode of its registers is generated into it. A
/// machine has one by a property with <see cref="DeviceAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MmioDeviceAttribute : Attribute
{
    /// <summary>The window in bytes: a power of two, from 4 KiB to 256 MiB.</summary>
    public uint Size { get; init; } = 0x1000;
}
