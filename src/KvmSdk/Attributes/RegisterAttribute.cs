using KvmSdk.Model.Spec;

namespace KvmSdk;

/// <summary>
/// Declares a register of a device, on a property or a method. The value's type decides the width: <see langword="byte"/>,
/// <see langword="ushort"/>, <see langword="uint"/>, <see langword="ulong"/> (not on ports), or an enumeration of one of them.
/// </summary>
/// <remarks>
/// <para>A property with a body answers by it. A partial property is given storage. A method <c>T Read()</c> answers reads, a method
/// <c>void Write(T value)</c> writes. An array is a partial property of type <see cref="Span{T}"/> with a getter, or a method whose first
/// parameter is <c>int index</c>.</para>
/// <para>An access reaches a register if it has its offset and its width. Any other reads as all ones, and vanishes when written.</para>
/// <para>The guest waits while the member runs: it is on the hot path, and the analyzer holds it to that (KVM07xx).</para>
/// </remarks>
/// <param name="offset">The offset of the first byte from the start of the device, a multiple of the width.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, Inherited = false)]
public sealed class RegisterAttribute(int offset) : Attribute
{
    /// <summary>The offset of the first byte from the start of the device.</summary>
    public int Offset { get; } = offset;

    /// <summary>What the guest may do. Left out: what the member offers.</summary>
    public GuestAccess Access { get; init; }

    /// <summary>The number of registers of an array.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Bytes from one register of an array to the next. Left out: the width.</summary>
    public int Stride { get; init; }

    /// <summary>The value at start and after a reset, of a register whose storage is generated. Left out: 0.</summary>
    public ulong Reset { get; init; }
}
