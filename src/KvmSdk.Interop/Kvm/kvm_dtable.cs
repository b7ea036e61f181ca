using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A descriptor table register, GDTR or IDTR, as it stands in <see cref="kvm_sregs"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_dtable
{
    /// <summary>Linear address of the table.</summary>
    public ulong @base;

    /// <summary>Offset of the table's last byte.</summary>
    public ushort limit;

    /// <summary>Unused.</summary>
    public InlineArray3<ushort> padding;
}
