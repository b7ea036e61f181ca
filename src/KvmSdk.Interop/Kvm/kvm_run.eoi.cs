using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>A level-triggered interrupt of a user-space IOAPIC (<see cref="KvmCap.KVM_CAP_SPLIT_IRQCHIP"/>) was finished.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct eoi_struct
    {
        /// <summary>The interrupt's vector.</summary>
        public byte vector;
    }
}
