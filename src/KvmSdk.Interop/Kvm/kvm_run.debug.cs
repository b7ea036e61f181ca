using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>A breakpoint or single step asked for by <see cref="kvm_guest_debug"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct debug_struct
    {
        /// <summary>What stopped the guest.</summary>
        public kvm_debug_exit_arch arch;
    }
}
