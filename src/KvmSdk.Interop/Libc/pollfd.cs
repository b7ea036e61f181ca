using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>One descriptor to wait for (<c>poll.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct pollfd
{
    /// <summary>The descriptor; a negative one is skipped.</summary>
    public int fd;

    /// <summary>In: events to wait for. Out: events that came. <c>POLL*</c> of <see cref="Libc"/>.</summary>
    public short events, revents;
}
