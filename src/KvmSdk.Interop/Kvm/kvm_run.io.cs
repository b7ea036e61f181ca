using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>
    /// The guest executed IN, OUT, INS or OUTS. The data, <see cref="size"/> × <see cref="count"/> bytes, lie in the mapping
    /// <see cref="data_offset"/> bytes behind its start; for IN they are to be filled before the next <c>KVM_RUN</c>.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct io_struct
    {
        /// <summary>In <see cref="direction"/>: the guest reads, the guest writes.</summary>
        public const byte KVM_EXIT_IO_IN = 0, KVM_EXIT_IO_OUT = 1;

        /// <summary>Who provides the data.</summary>
        public byte direction;

        /// <summary>Width of one access in bytes: 1, 2 or 4.</summary>
        public byte size;

        /// <summary>Port number.</summary>
        public ushort port;

        /// <summary>Number of accesses to the same port; above 1 for a repeated string instruction.</summary>
        public uint count;

        /// <summary>Where the data lie, in bytes from the start of <see cref="kvm_run"/>.</summary>
        public ulong data_offset;
    }
}
