using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A limit (<c>sys/resource.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct rlimit
{
    /// <summary>What holds now; what it may be raised to.</summary>
    public ulong rlim_cur, rlim_max;
}
