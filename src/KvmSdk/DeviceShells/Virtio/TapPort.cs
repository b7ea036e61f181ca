using System.Text;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The end of a tap that this program holds: a descriptor for each of its queues.</summary>
internal sealed class TapPort : NetPort
{
    private const string ControlPath = "/dev/net/tun";
    private const int HeaderSize = 12;

    private readonly string _tap;
    private readonly TapQueue[] _queues;
    private TapClaim? _claim;

    /// <summary>Attaches to a tap.</summary>
    /// <param name="name">The tap, a valid name.</param>
    /// <param name="pairs">How many queues to attach to: with more than one it has to be a tap with several.</param>
    /// <exception cref="HostException">There are no taps, there is no such one, it is in use, it is not for this user, or it has one queue.</exception>
    public TapPort(string name, int pairs)
    {
        _tap = name;
        _queues = new TapQueue[pairs];
        Index = RequireInterface(name);
        try
        {
            for (int i = 0; i < pairs; i++)
            {
                _queues[i] = new TapQueue(Open(name));
                Attach(_queues[i]);
            }

            Offloads = FindOffloads();
            UsePairs(1);
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
        _tap = "test";
        _queues = [new TapQueue(descriptor)];
    }

    /// <summary>The interface's number; 0 if it is not known.</summary>
    internal int Index { get; }

    /// <summary>Its queues, the first one always attached.</summary>
    internal IReadOnlyList<TapQueue> Queues => _queues;

    /// <inheritdoc/>
    public override string Name => $"the tap '{_tap}'";

    /// <inheritdoc/>
    public override string Remedy => "make it again, and start the machine anew";

    /// <inheritdoc/>
    public override int Pairs => _queues.Length;

    /// <inheritdoc/>
    public override ulong Offloads { get; }

    /// <inheritdoc/>
    public override bool IsLost
    {
        [HotPath]
        get
        {
            foreach (TapQueue queue in _queues)
            {
                if (queue.Lost != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <inheritdoc/>
    public override void Watch(IEventLoop events, INetPortUser user)
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            events.Register(_queues[i].Number, Libc.EPOLLIN | Libc.EPOLLET, new Arrival(this, i, user));
        }
    }

    /// <summary>Looks whether the tap is gone, which otherwise shows when it is read.</summary>
    public unsafe void FindLoss()
    {
        ifreq request = default;

        // SAFETY: the kernel writes the one local structure.
        if (Libc.ioctl(_queues[0].Number, Libc.TUNGETIFF, &request) < 0)
        {
            _queues[0].OnError(Libc.errno);
        }
    }

    /// <inheritdoc/>
    [HotPath]
    public override int Receive(int pair, ReadOnlySpan<IoVector> pieces) => _queues[pair].Receive(pieces);

    /// <inheritdoc/>
    [HotPath]
    public override bool Send(int pair, ReadOnlySpan<IoVector> pieces) => _queues[pair].Send(pieces);

    /// <inheritdoc/>
    [HotPath]
    public override void Restart(ulong features)
    {
        if (Offloads != 0)
        {
            // It took them all at start. If it takes them no more, frames come in a form that the device finds out.
            _ = Libc.ioctl(_queues[0].Number, Libc.TUNSETOFFLOAD, (nint)Flags(features));
        }

        foreach (TapQueue queue in _queues)
        {
            queue.Discard();
        }
    }

    /// <summary>Attaches the first queues and detaches the others, among which the kernel then spreads no frames.</summary>
    [HotPath]
    public override unsafe void UsePairs(int count)
    {
        for (int i = 1; i < _queues.Length; i++)
        {
            TapQueue queue = _queues[i];
            if (queue.IsAttached != i < count)
            {
                ifreq request = default;
                request.ifr_ifru.ifru_flags = i < count ? Libc.IFF_ATTACH_QUEUE : Libc.IFF_DETACH_QUEUE;

                // SAFETY: the kernel reads the one local structure. It refuses only a tap that is gone, which whoever reads it will find.
                if (Libc.ioctl(queue.Number, Libc.TUNSETQUEUE, &request) == 0)
                {
                    queue.IsAttached = i < count;
                    queue.MayHaveFrames = true;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (TapQueue? queue in _queues)
        {
            queue?.Dispose();
        }

        _claim?.Dispose();
    }

    // Attaching makes an interface that is not there, for whoever may, and it goes with this program: nobody could have set it up.
    private static unsafe int RequireInterface(string name)
    {
        using Descriptor socket = new(Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0));
        ifreq request = Request(name);

        // SAFETY: the kernel reads and writes the one local structure. Without a socket it says so, and attaching will tell.
        int result = socket.IsInvalid ? -1 : Libc.ioctl(socket.Number, Libc.SIOCGIFINDEX, &request);
        if (!socket.IsInvalid && result < 0 && Libc.errno == Errno.ENODEV)
        {
            throw new HostException($"tap '{name}'", "there is no such interface", $"make it, as root: {Making(name)}");
        }

        return result < 0 ? 0 : request.ifr_ifru.ifru_ivalue;
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

    private unsafe void Attach(TapQueue queue)
    {
        // A tap with several queues may be used by a device with one, and says so by refusing whoever does not expect them.
        Errno errno = Pairs == 1 ? TryAttach(queue, 0) : Errno.EINVAL;
        if (errno == Errno.EINVAL)
        {
            _claim ??= new TapClaim(_tap);
            errno = TryAttach(queue, Libc.IFF_MULTI_QUEUE);
        }

        if (errno != 0)
        {
            throw CannotAttach(errno == Errno.EINVAL && Pairs > 1 && TryAttach(queue, 0) == 0 ? Errno.E2BIG : errno);
        }

        int headerSize = HeaderSize;

        // SAFETY: the kernel reads the one local number.
        int result = Libc.ioctl(queue.Number, Libc.TUNSETVNETHDRSZ, &headerSize);
        errno = Libc.errno;
        if (result < 0)
        {
            KernelError.Throw($"tap '{_tap}': TUNSETVNETHDRSZ", errno);
        }
    }

    private unsafe Errno TryAttach(TapQueue queue, short flags)
    {
        ifreq request = Request(_tap);
        request.ifr_ifru.ifru_flags = (short)(Libc.IFF_TAP | Libc.IFF_NO_PI | Libc.IFF_VNET_HDR | flags);

        // SAFETY: the kernel reads and writes the one local structure.
        return Libc.ioctl(queue.Number, Libc.TUNSETIFF, &request) < 0 ? Libc.errno : 0;
    }

    private HostException CannotAttach(Errno errno) => errno switch
    {
        Errno.EBUSY => new($"tap '{_tap}'", "another program uses it", "end that program, or use another tap"),
        Errno.EPERM or Errno.EACCES => new(
            $"tap '{_tap}'", "it is not for this user", $"make it anew for yours, as root: ip link delete {_tap}; {Making(_tap, Pairs > 1 ? " multi_queue" : "")}"),
        Errno.E2BIG when Pairs > 1 => new(
            $"tap '{_tap}'", $"it has one queue, but the device has {Pairs}", $"make it anew with several, as root: ip link delete {_tap}; {Making(_tap, " multi_queue")}"),
        Errno.E2BIG => new(
            $"tap '{_tap}'", "other programs use all of its queues", "end one of them, or use another tap"),
        Errno.EINVAL => new(
            $"tap '{_tap}'", "it is an interface of another kind", $"name another, or make one, as root: {Making("NAME")}"),
        _ => KernelError.Make($"tap '{_tap}'", errno),
    };

    private static string Making(string name, string kind = "") => $"ip tuntap add dev {name} mode tap{kind} user {Environment.UserName}; ip link set {name} up";

    // Sending uncut segments needs nothing but the header, but a kernel that cannot give them is not trusted to take them.
    private ulong FindOffloads()
    {
        const ulong all = NetFeature.GuestOffloads | NetFeature.HostOffloads;
        const ulong checksums = NetFeature.GuestChecksum | NetFeature.Checksum;
        return Accepts(all) ? all : Accepts(checksums) ? checksums : 0;
    }

    private bool Accepts(ulong features) => Libc.ioctl(_queues[0].Number, Libc.TUNSETOFFLOAD, (nint)Flags(features)) == 0;

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

    /// <summary>A queue has frames, or the tap is gone.</summary>
    private sealed class Arrival(TapPort port, int pair, INetPortUser user) : IEventHandler
    {
        [HotPath]
        public void OnEvents(uint events)
        {
            port._queues[pair].MayHaveFrames = true;
            user.OnFrames(pair);
            if (port.IsLost)
            {
#pragma warning disable KVM0730, KVM0731 // Once: the tap does not come back.
                user.OnLoss();
#pragma warning restore KVM0730, KVM0731
            }
        }
    }
}
