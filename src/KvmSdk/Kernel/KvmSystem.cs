using System.Collections.Immutable;
using KvmSdk.Interop;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Kernel;

/// <summary>The open <c>/dev/kvm</c>, checked: right version, every capability there.</summary>
internal sealed class KvmSystem : IDisposable
{
    private readonly string _path;
    private readonly Func<KvmCap, int, int>? _filter;
    private readonly Descriptor _descriptor;

    private KvmSystem(string path, Func<KvmCap, int, int>? filter, Descriptor descriptor)
    {
        _path = path;
        _filter = filter;
        _descriptor = descriptor;
    }

    /// <summary>The descriptor's number.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Opens and checks KVM.</summary>
    /// <param name="path">The device, <c>/dev/kvm</c> except in tests.</param>
    /// <param name="requirements">The capabilities that must be there.</param>
    /// <param name="filter">Replaces a capability's answer, for tests of hosts that lack one; else null.</param>
    /// <exception cref="HostException">There is no usable KVM; the message says why and what to do.</exception>
    public static KvmSystem Open(string path, ImmutableArray<KvmRequirement> requirements, Func<KvmCap, int, int>? filter)
    {
        var system = new KvmSystem(path, filter, OpenDevice(path));
        try
        {
            system.Check(requirements);
            return system;
        }
        catch
        {
            system.Dispose();
            throw;
        }
    }

    /// <summary>What KVM says of a capability: 0 for none, else 1 or a number.</summary>
    public int Extension(KvmCap capability)
    {
        int answer = Libc.ioctl(Number, KVM_CHECK_EXTENSION, (nint)capability);
        return _filter is null ? answer : _filter(capability, answer);
    }

    /// <summary>Makes an empty virtual machine.</summary>
    public Descriptor CreateVm()
    {
        int number;
        Errno errno;
        do
        {
            // A signal that arrives while the kernel sets up a VM makes it start over (EINTR), which is no failure.
            number = Libc.ioctl(Number, KVM_CREATE_VM, 0);
            errno = Libc.errno;
        }
        while (number < 0 && errno == Errno.EINTR);

        if (number < 0)
        {
            KernelError.Throw("KVM_CREATE_VM", errno, errno == Errno.EBUSY ? "stop the other hypervisor that holds the processor's virtualisation" : null);
        }

        return new Descriptor(number);
    }

    /// <summary>The length of a vCPU's mailbox mapping, in bytes.</summary>
    public nuint MailboxLength()
    {
        int length = Libc.ioctl(Number, KVM_GET_VCPU_MMAP_SIZE, 0);
        Errno errno = Libc.errno;
        if (length < 0)
        {
            KernelError.Throw("KVM_GET_VCPU_MMAP_SIZE", errno);
        }

        return (nuint)length;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static unsafe Descriptor OpenDevice(string path)
    {
        byte[] name = System.Text.Encoding.UTF8.GetBytes(path + '\0');

        // SAFETY: the name ends in 0 and is pinned for the call.
        fixed (byte* pathname = name)
        {
            int number = Libc.open(pathname, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
            Errno errno = Libc.errno;
            if (number < 0)
            {
                throw NotOpened(path, errno);
            }

            return new Descriptor(number);
        }
    }

    /// <summary>The exception for a device that cannot be opened.</summary>
    internal static HostException NotOpened(string path, Errno errno) => KernelError.Make(path, errno, errno switch
    {
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO =>
            "load the module (modprobe kvm_intel or kvm_amd), enable virtualisation in the firmware, or, inside a virtual machine, enable nested virtualisation on its host",
        Errno.EACCES or Errno.EPERM => "add yourself to the group kvm (sudo usermod -aG kvm $USER) and log in again",
        _ => "check that the device works (kvm-ok, dmesg)",
    });

    private void Check(ImmutableArray<KvmRequirement> requirements)
    {
        int version = Libc.ioctl(Number, KVM_GET_API_VERSION, 0);
        Errno errno = Libc.errno;
        if (version < 0)
        {
            KernelError.Throw($"KVM_GET_API_VERSION on {_path}", errno, "give the path of the KVM device, usually /dev/kvm");
        }

        if (version != KVM_API_VERSION)
        {
            throw new HostException(_path, $"KVM speaks version {version} of its interface, not {KVM_API_VERSION}", "use a Linux kernel of 2.6.22 or newer");
        }

        foreach (KvmRequirement requirement in requirements)
        {
            if (Extension(requirement.Capability) <= 0)
            {
                throw new HostException(
                    _path,
                    $"KVM lacks {requirement.Capability}, needed to {requirement.Reason}",
                    $"use Linux {requirement.Since} or newer, with this part of KVM enabled");
            }
        }
    }
}
