using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The guest touched memory that KVM cannot map. <c>KVM_RUN</c> returned -1 with EFAULT or EHWPOISON. Since Linux 6.8.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct memory_fault_struct
    {
        /// <summary>In <see cref="flags"/>: the access was to private memory.</summary>
        public const ulong KVM_MEMORY_EXIT_FLAG_PRIVATE = 1UL << 3;

        /// <summary>What kind of access it was.</summary>
        public ulong flags;

        /// <summary>First guest-physical address concerned.</summary>
        public ulong gpa;

        /// <summary>Number of bytes concerned.</summary>
        public ulong size;
    }
}
