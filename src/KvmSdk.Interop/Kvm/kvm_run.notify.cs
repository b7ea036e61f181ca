using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The guest did not open an event window within the configured time (<see cref="KvmCap.KVM_CAP_X86_NOTIFY_VMEXIT"/>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct notify_struct
    {
        /// <summary>In <see cref="flags"/>: the vCPU's state is lost; do not run it again.</summary>
        public const uint KVM_NOTIFY_CONTEXT_INVALID = 1 << 0;

        /// <summary>Whether the vCPU can go on.</summary>
        public uint flags;
    }
}
