using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The guest accessed its task priority register (<see cref="kvm_tpr_access_ctl"/>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct tpr_access_struct
    {
        /// <summary>Address of the instruction.</summary>
        public ulong rip;

        /// <summary>Not 0 for a write.</summary>
        public uint is_write;

        /// <summary>Unused.</summary>
        public uint pad;
    }
}
