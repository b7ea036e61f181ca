using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>When a timer fires (<c>time.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct itimerspec
{
    /// <summary>Period; 0 fires once.</summary>
    public timespec it_interval;

    /// <summary>First time; 0 disarms the timer.</summary>
    public timespec it_value;
}
