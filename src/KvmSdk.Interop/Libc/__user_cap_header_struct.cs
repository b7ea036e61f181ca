using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Whose capabilities, and in which form (<c>linux/capability.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_header_struct
{
    /// <summary><see cref="Libc._LINUX_CAPABILITY_VERSION_3"/>.</summary>
    public uint version;

    /// <summary>Thread id, or 0 for this thread.</summary>
    public int pid;
}
