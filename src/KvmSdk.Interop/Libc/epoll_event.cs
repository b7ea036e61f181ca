using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>An event of an epoll instance (<c>sys/epoll.h</c>). On x86-64 the kernel packs it to 12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct epoll_event
{
    /// <summary>Which events: <c>EPOLL*</c> of <see cref="Libc"/>.</summary>
    public uint events;

    /// <summary>What the caller gave to recognise the descriptor by. Not aligned.</summary>
    public epoll_data_t data;
}
