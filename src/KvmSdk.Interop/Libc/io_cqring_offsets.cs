using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct io_cqring_offsets</c> of <c>linux/io_uring.h</c>: where the parts of the completion ring are in its mapping.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct io_cqring_offsets
{
    /// <summary>Of the number of entries that were taken.</summary>
    public uint head;

    /// <summary>Of the number of entries that the kernel has put there.</summary>
    public uint tail;

    /// <summary>Of the number of places, less one.</summary>
    public uint ring_mask;

    /// <summary>Of the number of places.</summary>
    public uint ring_entries;

    /// <summary>Of the number of entries that had no place.</summary>
    public uint overflow;

    /// <summary>Of the entries.</summary>
    public uint cqes;

    /// <summary>Of <c>IORING_CQ_*</c>.</summary>
    public uint flags;

    /// <summary>Zero.</summary>
    public uint resv1;

    /// <summary>Zero.</summary>
    public ulong resv2;
}
