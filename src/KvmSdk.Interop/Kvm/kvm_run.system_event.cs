using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The guest announced its end, or a step towards it, through an interface that KVM itself emulates.</summary>
    [StructLayout(LayoutKind.Explicit)]
    public struct system_event_struct
    {
        /// <summary>What was announced.</summary>
        [FieldOffset(0)] public KvmSystemEvent type;

        /// <summary>Number of valid words in <see cref="data"/>, 0 to 16 (<see cref="KvmCap.KVM_CAP_SYSTEM_EVENT_DATA"/>).</summary>
        [FieldOffset(4)] public uint ndata;

        /// <summary>The first word of <see cref="data"/> under its older name.</summary>
        [FieldOffset(8)] public ulong flags;

        /// <summary>Details; their meaning depends on <see cref="type"/>.</summary>
        [FieldOffset(8)] public InlineArray16<ulong> data;
    }
}
