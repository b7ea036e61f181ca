using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>State of one 8259 interrupt controller, in <see cref="kvm_irqchip"/> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_pic_state
{
    /// <summary>Line levels seen last (edge detection); request, mask and in-service registers.</summary>
    public byte last_irr, irr, imr, isr;

    /// <summary>Line that has highest priority; vector of line 0; which register a read returns; a poll is due.</summary>
    public byte priority_add, irq_base, read_reg_select, poll;

    /// <summary>Special mask mode; step of the initialisation sequence; automatic end of interrupt; rotation on it.</summary>
    public byte special_mask, init_state, auto_eoi, rotate_on_auto_eoi;

    /// <summary>Special fully nested mode; not 0 if initialisation has a fourth word; level-triggered lines; which of them may be set.</summary>
    public byte special_fully_nested_mode, init4, elcr, elcr_mask;
}
