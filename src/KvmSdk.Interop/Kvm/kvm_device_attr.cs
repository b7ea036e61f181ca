using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>An attribute of an in-kernel device, of a vCPU or of KVM, for <c>KVM_{SET,GET,HAS}_DEVICE_ATTR</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_device_attr
{
    /// <summary>In <see cref="group"/> for a VFIO device: groups; in <see cref="attr"/>: add one, remove one.</summary>
    public const uint KVM_DEV_VFIO_GROUP = 1, KVM_DEV_VFIO_GROUP_ADD = 1, KVM_DEV_VFIO_GROUP_DEL = 2;

    /// <summary>In <see cref="group"/> for a vCPU: time stamp counter; in <see cref="attr"/>: its offset.</summary>
    public const uint KVM_VCPU_TSC_CTRL = 0, KVM_VCPU_TSC_OFFSET = 0;

    /// <summary>In <see cref="attr"/> for /dev/kvm: XSAVE components a guest may be granted.</summary>
    public const uint KVM_X86_XCOMP_GUEST_SUPP = 0;

    /// <summary>Must be 0.</summary>
    public uint flags;

    /// <summary>Group of attributes, as the device defines it.</summary>
    public uint group;

    /// <summary>Attribute, as the group defines it.</summary>
    public ulong attr;

    /// <summary>Address in this process of the value.</summary>
    public ulong addr;
}
