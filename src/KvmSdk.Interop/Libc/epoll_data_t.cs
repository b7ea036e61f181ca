using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>The caller's own value in an <see cref="epoll_event"/> (<c>sys/epoll.h</c>).</summary>
[StructLayout(LayoutKind.Explicit)]
public unsafe struct epoll_data_t
{
    /// <summary>As a pointer; the kernel never follows it.</summary>
    [FieldOffset(0)] public void* ptr;

    /// <summary>As a descriptor.</summary>
    [FieldOffset(0)] public int fd;

    /// <summary>As a 32-bit number.</summary>
    [FieldOffset(0)] public uint u32;

    /// <summary>As a 64-bit number.</summary>
    [FieldOffset(0)] public ulong u64;
}
