using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Thirty-two capabilities (<c>linux/capability.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct __user_cap_data_struct
{
    /// <summary>In force; may be put in force; kept by exec.</summary>
    public uint effective, permitted, inheritable;
}
