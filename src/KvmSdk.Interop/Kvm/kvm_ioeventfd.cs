using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A port or address whose writes signal an eventfd inside the kernel, for <c>KVM_IOEVENTFD</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_ioeventfd
{
    /// <summary>In <see cref="flags"/>: only writes of the value <see cref="datamatch"/> signal.</summary>
    public const uint KVM_IOEVENTFD_FLAG_DATAMATCH = 1 << 0;

    /// <summary>In <see cref="flags"/>: <see cref="addr"/> is a port, not a guest-physical address.</summary>
    public const uint KVM_IOEVENTFD_FLAG_PIO = 1 << 1;

    /// <summary>In <see cref="flags"/>: remove the assignment with the same values.</summary>
    public const uint KVM_IOEVENTFD_FLAG_DEASSIGN = 1 << 2;

    /// <summary>The value to match, in the low <see cref="len"/> bytes.</summary>
    public ulong datamatch;

    /// <summary>Guest-physical address, or port.</summary>
    public ulong addr;

    /// <summary>Width of a write that signals: 1, 2, 4 or 8 bytes; 0 for any (no data match then).</summary>
    public uint len;

    /// <summary>The eventfd. KVM keeps its own reference.</summary>
    public int fd;

    /// <summary>How to match.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public pad_array pad;

    /// <summary>The array type of <see cref="kvm_ioeventfd.pad"/>.</summary>
    [InlineArray(36)]
    public struct pad_array
    {
        private byte _element0;
    }
}
