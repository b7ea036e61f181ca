using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A Hyper-V enlightenment that user space has to serve (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_hyperv_exit
{
    /// <summary>In <see cref="type"/>: synthetic interrupt controller, hypercall, synthetic debugger.</summary>
    public const uint KVM_EXIT_HYPERV_SYNIC = 1, KVM_EXIT_HYPERV_HCALL = 2, KVM_EXIT_HYPERV_SYNDBG = 3;

    /// <summary>Which member of <see cref="u"/> is valid.</summary>
    public uint type;

    /// <summary>Unused.</summary>
    public uint pad1;

    /// <summary>The details.</summary>
    public u_union u;

    /// <summary>Details by <see cref="type"/>.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct u_union
    {
        /// <summary>For <see cref="KVM_EXIT_HYPERV_SYNIC"/>.</summary>
        [FieldOffset(0)] public synic_struct synic;

        /// <summary>For <see cref="KVM_EXIT_HYPERV_HCALL"/>.</summary>
        [FieldOffset(0)] public hcall_struct hcall;

        /// <summary>For <see cref="KVM_EXIT_HYPERV_SYNDBG"/>.</summary>
        [FieldOffset(0)] public syndbg_struct syndbg;

        /// <summary>The guest changed its synthetic interrupt controller.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct synic_struct
        {
            /// <summary>The MSR that was written, and filling.</summary>
            public uint msr, pad2;

            /// <summary>The controller's registers: control, event page, message page.</summary>
            public ulong control, evt_page, msg_page;
        }

        /// <summary>The guest made a hypercall that KVM does not serve.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct hcall_struct
        {
            /// <summary>Hypercall input word; in: the result word.</summary>
            public ulong input, result;

            /// <summary>Two parameters: guest-physical addresses, or values of a fast call.</summary>
            public InlineArray2<ulong> @params;
        }

        /// <summary>The guest used the synthetic debugger.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct syndbg_struct
        {
            /// <summary>The MSR that was written, and filling.</summary>
            public uint msr, pad2;

            /// <summary>The debugger's registers: control, status, send page, receive page, pending page.</summary>
            public ulong control, status, send_page, recv_page, pending_page;
        }
    }
}
