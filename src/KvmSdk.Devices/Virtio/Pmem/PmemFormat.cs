using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Virtio.Pmem;

// What goes over the queue and stands in the configuration space, as linux/virtio_pmem.h lays it out. All little-endian.

/// <summary><c>struct virtio_pmem_config</c>: virtio 1.2, section 5.19.4.</summary>
/// <param name="start">The first byte's guest-physical address.</param>
/// <param name="size">Bytes.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct PmemConfiguration(ulong start, ulong size)
{
    /// <summary>The first byte's guest-physical address.</summary>
    public readonly ulong Start = start;

    /// <summary>Bytes.</summary>
    public readonly ulong Size = size;
}

/// <summary>Numbers of the protocol: virtio 1.2, section 5.19.6.</summary>
public static class PmemFormat
{
    /// <summary>VIRTIO_PMEM_REQ_TYPE_FLUSH: what the guest has written is to be durable. The only request.</summary>
    public const uint Flush = 0;

    /// <summary>VIRTIO_PMEM_RESP_TYPE_OK: it is.</summary>
    public const uint Ok = 0;

    /// <summary>VIRTIO_PMEM_RESP_TYPE_EIO: the host could not write it.</summary>
    public const uint IoError = 1;
}
