using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Vhost;

/// <summary>A pair of queues of a network device as the kernel serves them (<c>/dev/vhost-net</c>): by a thread of the kernel's, on one queue of a tap.</summary>
internal sealed unsafe class VhostNetPair : IDisposable
{
    // What there is to agree on of the queues; offloads are between the driver and the tap.
    private const ulong Features = VirtioFeature.Common | NetFeature.MergeableBuffers;
    private const int Queues = 2;

    private readonly VhostDescriptor _vhost;
    private readonly VhostBells _bells;
    private readonly int _first;
    private readonly int _tap;
    private readonly bool[] _isUsed = new bool[Queues];
    private readonly bool[] _isServed = new bool[Queues];

    /// <summary>Opens the kernel's device.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="needs">Who needs it, for messages.</param>
    /// <param name="bells">By what the guest and the kernel ring each other.</param>
    /// <param name="pair">Which pair of the device it is.</param>
    /// <param name="tap">A queue of the tap, which stays attached or detached as it is.</param>
    /// <exception cref="HostException">There is no such device, it is not for this user, or it lacks features.</exception>
    public VhostNetPair(MachineHost host, string needs, VhostBells bells, int pair, int tap)
    {
        (_bells, _first, _tap) = (bells, Queues * pair, tap);
        _vhost = new("/dev/vhost-net", "vhost_net", needs, host.DeviceMemory);
        try
        {
            _vhost.RequireFeatures(Features, "use a newer kernel, or vhost=off");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Says what was agreed on and where the queues are. None is served.</summary>
    /// <param name="features">What driver and device agreed on.</param>
    /// <param name="queues">The queues of all pairs. What the driver has left out is not served.</param>
    /// <returns>Whether the kernel took it all.</returns>
    [HotPath]
    public bool TryPlace(ulong features, ReadOnlySpan<SplitQueue> queues)
    {
        if (!_vhost.TrySetFeatures(features & Features))
        {
            return false;
        }

        for (int i = 0; i < Queues; i++)
        {
            _isUsed[i] = queues[_first + i].TryGetAreas(out QueueAreas areas);
            if (_isUsed[i] && !_vhost.TrySetQueue((uint)i, in areas, _bells.Kicks[_first + i], _bells))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Has the kernel serve the queues, from where it left off.</summary>
    /// <returns>Whether it does.</returns>
    [HotPath]
    public bool TryServe()
    {
        for (int i = 0; i < Queues; i++)
        {
            if (_isUsed[i] && !_isServed[i])
            {
                _isServed[i] = TrySetBackend(i, _tap);
                if (!_isServed[i])
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Has the kernel leave the queues alone; it does when this returns.</summary>
    [HotPath]
    public void Stop()
    {
        for (int i = 0; i < Queues; i++)
        {
            Stop(i);
        }
    }

    /// <summary>Has the kernel leave one queue alone until the queues are placed anew.</summary>
    /// <param name="queue">0 for what the guest receives, 1 for what it sends.</param>
    [HotPath]
    public void Drop(int queue)
    {
        Stop(queue);
        _isUsed[queue] = false;
    }

    /// <inheritdoc/>
    public void Dispose() => _vhost.Dispose();

    [HotPath]
    private void Stop(int queue)
    {
        if (_isServed[queue])
        {
            _ = TrySetBackend(queue, -1);
            _isServed[queue] = false;
        }
    }

    [HotPath]
    private bool TrySetBackend(int queue, int descriptor)
    {
        vhost_vring_file file = new() { index = (uint)queue, fd = descriptor };

        // SAFETY: the kernel reads the one local structure.
        return Libc.ioctl(_vhost.Number, VhostIoctl.VHOST_NET_SET_BACKEND, &file) == 0;
    }
}
