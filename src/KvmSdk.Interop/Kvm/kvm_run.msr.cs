using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>RDMSR or WRMSR that user space asked to see (<see cref="KvmCap.KVM_CAP_X86_USER_SPACE_MSR"/>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct msr_struct
    {
        /// <summary>In <see cref="reason"/>: KVM refuses the access, does not know the register, or the filter denies it.</summary>
        public const uint KVM_MSR_EXIT_REASON_INVAL = 1 << 0, KVM_MSR_EXIT_REASON_UNKNOWN = 1 << 1, KVM_MSR_EXIT_REASON_FILTER = 1 << 2;

        /// <summary>In: not 0 raises a general protection fault in the guest.</summary>
        public byte error;

        /// <summary>Unused.</summary>
        public InlineArray7<byte> pad;

        /// <summary>Out: why the access came here.</summary>
        public uint reason;

        /// <summary>Out: MSR number.</summary>
        public uint index;

        /// <summary>The value: out for WRMSR, in for RDMSR.</summary>
        public ulong data;
    }
}
