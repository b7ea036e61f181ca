using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Events a vCPU has pending or half delivered, for <c>KVM_GET_VCPU_EVENTS</c> and <c>KVM_SET_VCPU_EVENTS</c> (<c>asm/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_vcpu_events
{
    /// <summary>In <see cref="flags"/>: which optional fields the kernel filled, and is to take over.</summary>
    public const uint
        KVM_VCPUEVENT_VALID_NMI_PENDING = 0x01,
        KVM_VCPUEVENT_VALID_SIPI_VECTOR = 0x02,
        KVM_VCPUEVENT_VALID_SHADOW = 0x04,
        KVM_VCPUEVENT_VALID_SMM = 0x08,
        KVM_VCPUEVENT_VALID_PAYLOAD = 0x10,
        KVM_VCPUEVENT_VALID_TRIPLE_FAULT = 0x20;

    /// <summary>In <c>interrupt.shadow</c>: interrupts are held back for one instruction after MOV SS, after STI.</summary>
    public const byte KVM_X86_SHADOW_INT_MOV_SS = 0x01, KVM_X86_SHADOW_INT_STI = 0x02;

    /// <summary>The exception under way.</summary>
    public exception_struct exception;

    /// <summary>The external or software interrupt under way.</summary>
    public interrupt_struct interrupt;

    /// <summary>Non-maskable interrupts.</summary>
    public nmi_struct nmi;

    /// <summary>Start vector of a pending start-up interrupt.</summary>
    public uint sipi_vector;

    /// <summary>Which optional fields are valid.</summary>
    public uint flags;

    /// <summary>System management mode.</summary>
    public smi_struct smi;

    /// <summary>Triple fault.</summary>
    public triple_fault_struct triple_fault;

    /// <summary>Unused.</summary>
    public reserved_array reserved;

    /// <summary>Not 0: <see cref="exception_payload"/> is valid.</summary>
    public byte exception_has_payload;

    /// <summary>What the pending exception will put into CR2 or DR6.</summary>
    public ulong exception_payload;

    /// <summary>The exception under way.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct exception_struct
    {
        /// <summary>Not 0 if its delivery was begun; vector; not 0 with an error code; not 0 if not yet delivered.</summary>
        public byte injected, nr, has_error_code, pending;

        /// <summary>The error code.</summary>
        public uint error_code;
    }

    /// <summary>The interrupt under way.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct interrupt_struct
    {
        /// <summary>Not 0 if its delivery was begun; vector; not 0 for INT n; the interrupt shadow.</summary>
        public byte injected, nr, soft, shadow;
    }

    /// <summary>Non-maskable interrupts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct nmi_struct
    {
        /// <summary>Not 0 if delivery was begun; number waiting; not 0 if masked; filling.</summary>
        public byte injected, pending, masked, pad;
    }

    /// <summary>System management mode.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct smi_struct
    {
        /// <summary>Not 0 if in that mode; if an interrupt to it waits; if entered inside an NMI; if an INIT is held back.</summary>
        public byte smm, pending, smm_inside_nmi, latched_init;
    }

    /// <summary>Triple fault.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct triple_fault_struct
    {
        /// <summary>Not 0 if one is pending.</summary>
        public byte pending;
    }

    /// <summary>The array type of <see cref="kvm_vcpu_events.reserved"/>.</summary>
    [InlineArray(26)]
    public struct reserved_array
    {
        private byte _element0;
    }
}
