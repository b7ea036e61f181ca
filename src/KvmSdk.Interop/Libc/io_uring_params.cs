using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct io_uring_params</c> of <c>linux/io_uring.h</c>: what a ring is to be, and where its parts are.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_params
{
    /// <summary>Places for submissions; the kernel's answer.</summary>
    public uint sq_entries;

    /// <summary>Places for completions; the kernel's answer.</summary>
    public uint cq_entries;

    /// <summary><c>IORING_SETUP_*</c>.</summary>
    public uint flags;

    /// <summary>The CPU of the kernel's polling thread.</summary>
    public uint sq_thread_cpu;

    /// <summary>How long that thread polls in vain, in milliseconds.</summary>
    public uint sq_thread_idle;

    /// <summary><c>IORING_FEAT_*</c>; the kernel's answer.</summary>
    public uint features;

    /// <summary>A ring whose workers to share.</summary>
    public uint wq_fd;

    /// <summary>Zeros.</summary>
    public resv_array resv;

    /// <summary>Where the parts of the submission ring are; the kernel's answer.</summary>
    public io_sqring_offsets sq_off;

    /// <summary>Where the parts of the completion ring are; the kernel's answer.</summary>
    public io_cqring_offsets cq_off;

    /// <summary>Three numbers.</summary>
    [InlineArray(3)]
    public struct resv_array
    {
        private uint _first;
    }
}
