using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A time or a span of time (<c>time.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct timespec
{
    /// <summary>Seconds.</summary>
    public long tv_sec;

    /// <summary>Nanoseconds, 0 to 999,999,999.</summary>
    public long tv_nsec;
}
