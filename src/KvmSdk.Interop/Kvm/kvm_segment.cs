using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A segment register with its hidden part, as it stands in <see cref="kvm_sregs"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_segment
{
    /// <summary>Linear address where the segment starts.</summary>
    public ulong @base;

    /// <summary>Last valid offset, in bytes (already scaled by <see cref="g"/>).</summary>
    public uint limit;

    /// <summary>Visible part: the selector.</summary>
    public ushort selector;

    /// <summary>Descriptor type, 4 bits.</summary>
    public byte type;

    /// <summary>Descriptor bits, one byte each: present, privilege level, 32-bit default, non-system, 64-bit code, granularity, available.</summary>
    public byte present, dpl, db, s, l, g, avl;

    /// <summary>Not 0: the segment cannot be used (VMX notion; a null selector).</summary>
    public byte unusable;

    /// <summary>Unused.</summary>
    public byte padding;
}
