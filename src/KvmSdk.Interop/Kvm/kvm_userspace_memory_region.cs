using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A slot of guest memory backed by user-space memory, for <c>KVM_SET_USER_MEMORY_REGION</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_userspace_memory_region
{
    /// <summary>In <see cref="flags"/>: record which pages the guest writes.</summary>
    public const uint KVM_MEM_LOG_DIRTY_PAGES = 1 << 0;

    /// <summary>In <see cref="flags"/>: a write of the guest becomes an MMIO exit (<see cref="KvmCap.KVM_CAP_READONLY_MEM"/>).</summary>
    public const uint KVM_MEM_READONLY = 1 << 1;

    /// <summary>Slot number; bits 31:16 select the address space.</summary>
    public uint slot;

    /// <summary>What KVM does with writes.</summary>
    public uint flags;

    /// <summary>First guest-physical address, page aligned.</summary>
    public ulong guest_phys_addr;

    /// <summary>Size in bytes, page aligned; 0 deletes the slot.</summary>
    public ulong memory_size;

    /// <summary>Address in this process of the first byte, page aligned.</summary>
    public ulong userspace_addr;
}
