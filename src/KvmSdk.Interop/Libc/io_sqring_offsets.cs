using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct io_sqring_offsets</c> of <c>linux/io_uring.h</c>: where the parts of the submission ring are in its mapping.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct io_sqring_offsets
{
    /// <summary>Of the number of entries that the kernel has taken.</summary>
    public uint head;

    /// <summary>Of the number of entries that were given to it.</summary>
    public uint tail;

    /// <summary>Of the number of places, less one.</summary>
    public uint ring_mask;

    /// <summary>Of the number of places.</summary>
    public uint ring_entries;

    /// <summary>Of <c>IORING_SQ_*</c>.</summary>
    public uint flags;

    /// <summary>Of the number of entries that were invalid.</summary>
    public uint dropped;

    /// <summary>Of the indices of the entries.</summary>
    public uint array;

    /// <summary>Zero.</summary>
    public uint resv1;

    /// <summary>Zero.</summary>
    public ulong resv2;
}
