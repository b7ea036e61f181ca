// Why one class for all of them: the kernel's devices for networks and for sockets are told of memory and queues alike; what is special to
// each is an ioctl or two of its own.

using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.VhostIoctl;

namespace KvmSdk.DeviceShells.Virtio.Vhost;

/// <summary>A device of the kernel that serves virtio queues (<c>linux/vhost.h</c>), opened for this process and told of the guest's memory.</summary>
internal sealed unsafe class VhostDescriptor : IDisposable
{
    private readonly Descriptor _descriptor;
    private readonly string _path;

    /// <summary>Opens the device.</summary>
    /// <param name="path">The device, e.g. <c>/dev/vhost-vsock</c>.</param>
    /// <param name="module">The kernel module that makes it.</param>
    /// <param name="needs">Who needs it, for messages, e.g. <c>socket device 'Agent'</c>.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <exception cref="HostException">There is no such device, or it is not for this user.</exception>
    public VhostDescriptor(string path, string module, string needs, GuestMemoryMap memory)
    {
        _path = path;
        _descriptor = Open(path, module, needs);
        try
        {
            Check(Libc.ioctl(_descriptor.Number, VHOST_SET_OWNER, 0), "VHOST_SET_OWNER");
            SetMemory(memory);
            ulong features;
            Check(Libc.ioctl(_descriptor.Number, VHOST_GET_FEATURES, &features), "VHOST_GET_FEATURES");
            Features = features;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The descriptor, for what is special to the device.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>The features that the kernel can do.</summary>
    public ulong Features { get; }

    /// <summary>Sets what driver and device agreed on.</summary>
    [HotPath]
    public bool TrySetFeatures(ulong features) => Libc.ioctl(Number, VHOST_SET_FEATURES, &features) == 0;

    /// <summary>Says where a queue is, and how driver and device ring for each other. The device must not serve it yet.</summary>
    /// <param name="index">Which queue.</param>
    /// <param name="queue">The queue, in use.</param>
    /// <param name="kick">The eventfd by which the driver notifies.</param>
    /// <param name="bells">Those that all queues have in common.</param>
    /// <returns>Whether the kernel took it all.</returns>
    [HotPath]
    public bool TrySetQueue(uint index, in QueueAreas queue, EventFd kick, VhostBells bells)
    {
        vhost_vring_state size = new() { index = index, num = queue.Size };
        vhost_vring_state next = new() { index = index, num = queue.NextAvailable };
        vhost_vring_addr places = new()
        {
            index = index,
            desc_user_addr = (ulong)queue.Descriptors,
            avail_user_addr = (ulong)queue.Driver,
            used_user_addr = (ulong)queue.Device,
        };
        vhost_vring_file kicks = new() { index = index, fd = kick.Number };
        vhost_vring_file calls = new() { index = index, fd = bells.Interrupt.Number };
        vhost_vring_file errors = new() { index = index, fd = bells.Broken.Number };

        // SAFETY: the kernel reads the locals; the areas were checked against guest RAM, and stay mapped until the device is closed.
        return Libc.ioctl(Number, VHOST_SET_VRING_NUM, &size) == 0
            && Libc.ioctl(Number, VHOST_SET_VRING_BASE, &next) == 0
            && Libc.ioctl(Number, VHOST_SET_VRING_ADDR, &places) == 0
            && Libc.ioctl(Number, VHOST_SET_VRING_KICK, &kicks) == 0
            && Libc.ioctl(Number, VHOST_SET_VRING_CALL, &calls) == 0
            && Libc.ioctl(Number, VHOST_SET_VRING_ERR, &errors) == 0;
    }

    /// <summary>Requires features of the kernel.</summary>
    /// <exception cref="HostException">It lacks some.</exception>
    public void RequireFeatures(ulong features, string remedy)
    {
        if ((Features & features) != features)
        {
            throw new HostException(_path, $"its features 0x{Features:X} lack some of 0x{features:X}", remedy);
        }
    }

    /// <summary>Throws what the kernel says of a failed call. To be called in the statement after it.</summary>
    public void Check(int result, string call)
    {
        Errno errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw($"{_path}: {call}", errno);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static Descriptor Open(string path, string module, string needs)
    {
        fixed (byte* name = System.Text.Encoding.UTF8.GetBytes(path + "\0"))
        {
            // SAFETY: the text ends with a 0 byte.
            Descriptor opened = new(Libc.open(name, Libc.O_RDWR | Libc.O_CLOEXEC, 0));
            Errno errno = Libc.errno;
            if (!opened.IsInvalid)
            {
                return opened;
            }

            throw errno switch
            {
                Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new HostException(
                    path, $"there is no such device, which {needs} needs", $"load the kernel module, as root: modprobe {module}"),
                Errno.EACCES or Errno.EPERM => new HostException(
                    path, $"permission denied, but {needs} needs it", $"let your user read and write it, as root: chmod 0666 {path}, or add your user to the group that may"),
                _ => KernelError.Make(path, errno),
            };
        }
    }

    private void SetMemory(GuestMemoryMap memory)
    {
        byte* table = stackalloc byte[sizeof(vhost_memory) + (GuestMemoryMap.MaxRanges * sizeof(vhost_memory_region))];
        var header = (vhost_memory*)table;
        *header = new vhost_memory { nregions = (uint)memory.Ranges.Length };
        for (int i = 0; i < memory.Ranges.Length; i++)
        {
            GuestRamRange range = memory.Ranges[i];
            vhost_memory.regions(header)[i] = new() { guest_phys_addr = range.Address, memory_size = range.Length, userspace_addr = (ulong)range.Host };
        }

        // SAFETY: the kernel reads the header and as many regions as it names.
        Check(Libc.ioctl(_descriptor.Number, VHOST_SET_MEM_TABLE, header), "VHOST_SET_MEM_TABLE");
    }
}
