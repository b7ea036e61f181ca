using System.Runtime.CompilerServices;

namespace KvmSdk.Devices.Rtc;

/// <summary>The 128 bytes behind a PC's index port, as a value.</summary>
[InlineArray(RtcRegister.Count)]
public struct CmosBytes : IEquatable<CmosBytes>
{
    private byte _first;

    /// <inheritdoc/>
    public readonly bool Equals(CmosBytes other) => ((ReadOnlySpan<byte>)this).SequenceEqual(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is CmosBytes other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(this);
        return hash.ToHashCode();
    }

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(CmosBytes left, CmosBytes right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(CmosBytes left, CmosBytes right) => !left.Equals(right);
}
