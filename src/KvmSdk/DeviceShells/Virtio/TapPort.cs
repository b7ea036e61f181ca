// Why one call a frame: a tap gives and takes one frame a read or write, and tells by an edge of epoll that there are some. What
// the kernel says costs a call even where it says "none", so that it is asked only when an edge has come since.

using System.Text;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The end of a tap that this program holds. Reads and writes do not wait, and each is a frame behind virtio's header.</summary>
internal sealed class TapPort : IDisposable
{
    private const string ControlPath = "/dev/net/tun";
    private const int HeaderSize = 12;

    private readonly Descriptor _descriptor;
    private volatile bool _mayHaveFrames = true;

    /// <summary>Attaches to a tap.</summary>
    /// <param name="device">The network device's property, for messages.</param>
    /// <param name="name">The tap, a valid name.</param>
    /// <exception cref="HostException">There are no taps, there is no such one, it is in use, or it is not for this user.</exception>
    public TapPort(string device, string name)
    {
        Device = device;
        Name = name;
        RequireInterface(name);
        _descriptor = Open(name);
        try
        {
            Attach();
            Offloads = FindOffloads();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes over a descriptor that behaves as a tap's, without offloads: for tests.</summary>
    internal TapPort(Descriptor descriptor)
    {
        Device = "Test";
        Name = "test";
        _descriptor = descriptor;
    }

    /// <summary>The network device's property.</summary>
    public string Device { get; }

    /// <summary>The tap.</summary>
    public string Name { get; }

    /// <summary>The descriptor, valid until <see cref="Dispose"/>.</summary>
    [HotPath]
    public int Number => _descriptor.Number;

    /// <summary>What it can do of <see cref="NetFeature.GuestOffloads"/> and <see cref="NetFeature.HostOffloads"/>.</summary>
    public ulong Offloads { get; }

    /// <summary>Why the tap can be used no more; 0 while it can.</summary>
    public Errno Lost { [HotPath] get; private set; }

    /// <summary>Whether it is worth asking for a frame. To be set when epoll says so.</summary>
    [HotPath]
    public bool MayHaveFrames
    {
        get => _mayHaveFrames;
        set => _mayHaveFrames = value;
    }

    /// <summary>Has the kernel give only what a driver takes.</summary>
    /// <param name="features">Which of <see cref="NetFeature.GuestOffloads"/>.</param>
    [HotPath]
    public void SetOffloads(ulong features)
    {
        if (Offloads != 0)
        {
            // It took them all at start. If it takes them no more, frames come in a form that the device finds out.
            _ = Libc.ioctl(Number, Libc.TUNSETOFFLOAD, (nint)Flags(features));
        }
    }

    /// <summary>A call has failed, not because it would have had to wait.</summary>
    [HotPath]
    public void OnError(Errno errno)
    {
        // What the kernel says of a descriptor whose interface is gone. Others, such as EIO of one that is switched off, pass.
        if (errno is Errno.EBADFD or Errno.EBADF or Errno.ENODEV)
        {
            Lost = errno;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    // Attaching makes an interface that is not there, for whoever may, and it goes with this program: nobody could have set it up.
    private static unsafe void RequireInterface(string name)
    {
        using Descriptor socket = new(Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0));
        ifreq request = Request(name);

        // SAFETY: the kernel reads and writes the one local structure. Without a socket it says so, and attaching will tell.
        int result = socket.IsInvalid ? 0 : Libc.ioctl(socket.Number, Libc.SIOCGIFINDEX, &request);
        if (result < 0 && Libc.errno == Errno.ENODEV)
        {
            throw new HostException($"tap '{name}'", "there is no such interface", $"make it, as root: {Making(name)}");
        }
    }

    private static unsafe Descriptor Open(string name)
    {
        // SAFETY: the literal ends with a 0 byte.
        fixed (byte* path = "/dev/net/tun\0"u8)
        {
            Descriptor opened = new(Libc.open(path, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0));
            Errno errno = Libc.errno;
            return opened.IsInvalid ? throw CannotOpen(name, errno) : opened;
        }
    }

    private static HostException CannotOpen(string name, Errno errno) => errno switch
    {
        Errno.ENOENT or Errno.ENODEV or Errno.ENXIO => new(
            ControlPath, $"there is no such device, which tap '{name}' needs", "load the kernel module, as root: modprobe tun"),
        Errno.EACCES or Errno.EPERM => new(
            ControlPath, $"permission denied, but tap '{name}' needs it", "let your user read and write it, as root: chmod 0666 /dev/net/tun"),
        _ => KernelError.Make(ControlPath, errno),
    };

    private unsafe void Attach()
    {
        ifreq request = Request(Name);
        request.ifr_ifru.ifru_flags = Libc.IFF_TAP | Libc.IFF_NO_PI | Libc.IFF_VNET_HDR;

        // SAFETY: the kernel reads and writes the one local structure.
        int result = Libc.ioctl(Number, Libc.TUNSETIFF, &request);
        Errno errno = Libc.errno;
        if (result < 0)
        {
            throw CannotAttach(errno);
        }

        int headerSize = HeaderSize;

        // SAFETY: the kernel reads the one local number.
        result = Libc.ioctl(Number, Libc.TUNSETVNETHDRSZ, &headerSize);
        errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw($"tap '{Name}': TUNSETVNETHDRSZ", errno);
        }
    }

    private HostException CannotAttach(Errno errno) => errno switch
    {
        Errno.EBUSY => new($"tap '{Name}'", "another program uses it", "end that program, or use another tap"),
        Errno.EPERM or Errno.EACCES => new(
            $"tap '{Name}'", "it is not for this user", $"make it anew for yours, as root: ip link delete {Name}; {Making(Name)}"),
        Errno.EINVAL => new(
            $"tap '{Name}'", "it is an interface of another kind, or a tap with several queues", $"name another, or make one, as root: {Making("NAME")}"),
        _ => KernelError.Make($"tap '{Name}'", errno),
    };

    private static string Making(string name) => $"ip tuntap add dev {name} mode tap user {Environment.UserName}; ip link set {name} up";

    // Sending uncut segments needs nothing but the header, but a kernel that cannot give them is not trusted to take them.
    private ulong FindOffloads()
    {
        const ulong all = NetFeature.GuestOffloads | NetFeature.HostOffloads;
        const ulong checksums = NetFeature.GuestChecksum | NetFeature.Checksum;
        return Accepts(all) ? all : Accepts(checksums) ? checksums : 0;
    }

    private bool Accepts(ulong features) => Libc.ioctl(Number, Libc.TUNSETOFFLOAD, (nint)Flags(features)) == 0;

    [HotPath]
    private static uint Flags(ulong features) =>
        ((features & NetFeature.GuestChecksum) != 0 ? Libc.TUN_F_CSUM : 0)
        | ((features & NetFeature.GuestTso4) != 0 ? Libc.TUN_F_TSO4 : 0)
        | ((features & NetFeature.GuestTso6) != 0 ? Libc.TUN_F_TSO6 : 0);

    private static ifreq Request(string name)
    {
        ifreq request = default;
        Encoding.UTF8.GetBytes(name, request.ifr_ifrn.ifrn_name);
        return request;
    }
}
