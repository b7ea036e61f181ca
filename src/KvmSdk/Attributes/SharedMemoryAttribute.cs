namespace KvmSdk;

/// <summary>
/// Declares RAM that host and guest share, on a property of a type of yours: a struct of numbers, enums, fixed buffers, inline arrays and
/// such structs. The property's value lies there when the guest starts; the running machine has a <see cref="SharedMemory{T}"/> of its name.
/// </summary>
/// <remarks>A Linux guest is told that the pages are reserved, so that its kernel leaves them alone; its drivers map them by address.</remarks>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class SharedMemoryAttribute : Attribute
{
    /// <summary>The guest-physical address: a multiple of 4 KiB in RAM, from 1 MiB up, where nothing else is. It must be given.</summary>
    public ulong Address { get; init; }

    /// <summary>
    /// The bytes set aside, rounded up to whole pages of 4 KiB: at least as many as the type has. Left out, as many as that.
    /// </summary>
    public int Size { get; init; }
}
