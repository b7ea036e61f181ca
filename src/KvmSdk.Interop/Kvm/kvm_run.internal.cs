using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>KVM cannot go on with this vCPU.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct internal_struct
    {
        /// <summary>What went wrong.</summary>
        public KvmInternalError suberror;

        /// <summary>Number of valid words in <see cref="data"/>, 0 to 16.</summary>
        public uint ndata;

        /// <summary>Details whose meaning depends on <see cref="suberror"/> and the kernel version: for people, not for programs.</summary>
        public InlineArray16<ulong> data;
    }

    /// <summary>
    /// KVM's emulator met an instruction it cannot execute. Overlays <see cref="internal_struct"/>, and unlike it is a stable format.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct emulation_failure_struct
    {
        /// <summary>In <see cref="flags"/>: <see cref="insn_size"/> and <see cref="insn_bytes"/> are valid.</summary>
        public const ulong KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES = 1UL << 0;

        /// <summary>Always <see cref="KvmInternalError.KVM_INTERNAL_ERROR_EMULATION"/>.</summary>
        public KvmInternalError suberror;

        /// <summary>Number of valid 64-bit words from <see cref="flags"/> on; 0 from kernels before 5.13.</summary>
        public uint ndata;

        /// <summary>Which of the following fields are valid; itself valid if <see cref="ndata"/> is not 0.</summary>
        public ulong flags;

        /// <summary>Number of bytes KVM fetched, 0 to 15.</summary>
        public byte insn_size;

        /// <summary>The fetched bytes, from the guest's instruction pointer on.</summary>
        public InlineArray15<byte> insn_bytes;
    }
}
