using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>System registers of a vCPU, for <c>KVM_GET_SREGS</c> and <c>KVM_SET_SREGS</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_sregs
{
    /// <summary>Number of interrupt vectors of the architecture.</summary>
    public const int KVM_NR_INTERRUPTS = 256;

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

    /// <summary>At most one bit set: the external interrupt that is taken by the vCPU but not yet delivered.</summary>
    public InlineArray4<ulong> interrupt_bitmap;
}
