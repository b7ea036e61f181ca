using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>An in-kernel device to create, for <c>KVM_CREATE_DEVICE</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_create_device
{
    /// <summary>In <see cref="flags"/>: only ask whether the type exists.</summary>
    public const uint KVM_CREATE_DEVICE_TEST = 1;

    /// <summary>In <see cref="type"/>: the link between KVM and VFIO.</summary>
    public const uint KVM_DEV_TYPE_VFIO = 4;

    /// <summary>In: device type.</summary>
    public uint type;

    /// <summary>Out: descriptor of the device.</summary>
    public uint fd;

    /// <summary>In: options.</summary>
    public uint flags;
}
