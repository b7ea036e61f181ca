using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A Xen hypercall that user space has to serve (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_xen_exit
{
    /// <summary>In <see cref="type"/>: a hypercall.</summary>
    public const uint KVM_EXIT_XEN_HCALL = 1;

    /// <summary>Which member of <see cref="u"/> is valid.</summary>
    public uint type;

    /// <summary>The details.</summary>
    public u_union u;

    /// <summary>Details by <see cref="type"/>.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct u_union
    {
        /// <summary>For <see cref="KVM_EXIT_XEN_HCALL"/>.</summary>
        [FieldOffset(0)] public hcall_struct hcall;

        /// <summary>The hypercall.</summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct hcall_struct
        {
            /// <summary>Not 0 if the guest was in 64-bit mode; its privilege level.</summary>
            public uint longmode, cpl;

            /// <summary>Hypercall number; in: the result.</summary>
            public ulong input, result;

            /// <summary>The arguments.</summary>
            public InlineArray6<ulong> @params;
        }
    }
}
