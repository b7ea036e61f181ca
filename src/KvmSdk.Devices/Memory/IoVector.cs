using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Memory;

// Why the kernel's own layout: what a guest asks a device to read or write is a list of pieces of its memory, and what the
// kernel takes (preadv, pwritev, io_uring) is a list of the same shape. With one layout the list is passed on as it is.

/// <summary>A checked piece of guest memory, laid out as <c>struct iovec</c> (<c>bits/types/struct_iovec.h</c>).</summary>
/// <param name="host">Host address of the first byte.</param>
/// <param name="length">Bytes.</param>
[HotPath]
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct IoVector(byte* host, nuint length)
{
    /// <summary>Host address of the first byte (<c>iov_base</c>).</summary>
    public byte* Base { get; } = host;

    /// <summary>Bytes (<c>iov_len</c>).</summary>
    public nuint Length { get; } = length;

    /// <summary>The first bytes of the piece.</summary>
    /// <param name="limit">At most so many bytes; not negative.</param>
    public Span<byte> First(int limit)
    {
        // SAFETY: the pointer was checked for Length bytes when the vector was made, and the span is no longer than that.
        return new Span<byte>(Base, (int)Math.Min(Length, (nuint)limit));
    }

    internal IoVector Skip(nuint count) => new(Base + count, Length - count);

    internal IoVector Take(nuint count) => new(Base, Math.Min(Length, count));

    internal IoVector WithoutLast() => new(Base, Length - 1);
}
