using System.Runtime.InteropServices;

namespace KvmSdk.Boot.Payload;

/// <summary>
/// Bytes outside the managed heap. A kernel is tens of MiB used once at start: on the heap they would stay resident until a collection that
/// a monitor which never allocates never triggers.
/// </summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    /// <summary>Allocates without clearing; pages not written stay unbacked.</summary>
    /// <param name="length">Bytes.</param>
    public NativeBuffer(int length) : base(0, ownsHandle: true)
    {
        Length = length;
        // SAFETY: the block is freed once, by ReleaseHandle.
        SetHandle((nint)NativeMemory.Alloc((nuint)length));
    }

    public int Length { get; }

    public override bool IsInvalid => handle == 0;

    /// <summary>The bytes; must not be used after dispose.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            // SAFETY: the block has Length bytes, and this object keeps it alive while it is not closed; callers here hold it in a using.
            return new Span<byte>((void*)handle, Length);
        }
    }

    /// <summary>A stream over the bytes, for decoders that want one; must not outlive this buffer.</summary>
    public UnmanagedMemoryStream AsStream(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        // SAFETY: within the block, see Span.
        return new UnmanagedMemoryStream((byte*)handle, length);
    }

    protected override bool ReleaseHandle()
    {
        // SAFETY: allocated by the constructor, and SafeHandle calls this once.
        NativeMemory.Free((void*)handle);
        return true;
    }
}
