using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary><c>struct iovec</c> of <c>sys/uio.h</c>: a piece of memory in a list of pieces.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct iovec
{
    /// <summary>The first byte.</summary>
    public void* iov_base;

    /// <summary>Bytes.</summary>
    public nuint iov_len;
}
