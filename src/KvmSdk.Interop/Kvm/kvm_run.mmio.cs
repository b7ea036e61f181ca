using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The guest touched a guest-physical address that no memory slot backs.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct mmio_struct
    {
        /// <summary>Guest-physical address of the first byte.</summary>
        public ulong phys_addr;

        /// <summary>The bytes, in the guest's order; for a read to be filled before the next <c>KVM_RUN</c>.</summary>
        public InlineArray8<byte> data;

        /// <summary>Number of valid bytes in <see cref="data"/>, 1 to 8.</summary>
        public uint len;

        /// <summary>Not 0 for a write.</summary>
        public byte is_write;
    }
}
