using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>
/// System registers of a vCPU with the PAE page directory pointers in place of the interrupt bitmap, for <c>KVM_GET_SREGS2</c> and
/// <c>KVM_SET_SREGS2</c> (<c>asm/kvm.h</c>; needs <see cref="KvmCap.KVM_CAP_SREGS2"/>).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_sregs2
{
    /// <summary>In <see cref="flags"/>: <see cref="pdptrs"/> holds values.</summary>
    public const ulong KVM_SREGS2_FLAGS_PDPTRS_VALID = 1;

    /// <summary>Segment register of that name.</summary>
    public kvm_segment cs, ds, es, fs, gs, ss;

    /// <summary>Task register and local descriptor table register.</summary>
    public kvm_segment tr, ldt;

    /// <summary>Global and interrupt descriptor table registers.</summary>
    public kvm_dtable gdt, idt;

    /// <summary>Control register of that name.</summary>
    public ulong cr0, cr2, cr3, cr4, cr8;

    /// <summary>Extended feature enable register (MSR 0xC000_0080).</summary>
    public ulong efer;

    /// <summary>Base address and enable bits of the local APIC (MSR 0x1B).</summary>
    public ulong apic_base;

    /// <summary>Which optional fields are valid.</summary>
    public ulong flags;

    /// <summary>The four PAE page directory pointer entries.</summary>
    public InlineArray4<ulong> pdptrs;
}
