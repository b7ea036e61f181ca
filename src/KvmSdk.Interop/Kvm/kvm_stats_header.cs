using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Start of the file behind a <c>KVM_GET_STATS_FD</c> descriptor (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_stats_header
{
    /// <summary>Always 0 so far.</summary>
    public uint flags;

    /// <summary>Bytes of every statistic's name, its end mark included.</summary>
    public uint name_size;

    /// <summary>Number of statistics.</summary>
    public uint num_desc;

    /// <summary>Where in the file the owner's name, the descriptors and the values start.</summary>
    public uint id_offset, desc_offset, data_offset;
}
