using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>A hypercall that <see cref="KvmCap.KVM_CAP_EXIT_HYPERCALL"/> passes on.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct hypercall_struct
    {
        /// <summary>Hypercall number.</summary>
        public ulong nr;

        /// <summary>Its arguments.</summary>
        public InlineArray6<ulong> args;

        /// <summary>In: what the guest gets back.</summary>
        public ulong ret;

        /// <summary>Not 0: the guest was in 64-bit mode. Headers since Linux 6.4 call the eight bytes from here on <c>flags</c>.</summary>
        public uint longmode;
    }
}
