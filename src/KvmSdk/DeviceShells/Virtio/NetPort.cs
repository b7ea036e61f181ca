using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.Events;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>Where a network device's cable ends on the host. All but <see cref="Watch"/> is called under the device's lock.</summary>
internal abstract class NetPort : IDisposable
{
    /// <summary>What it is, for sentences: e.g. <c>the tap 'tap0'</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What a user does when it is gone.</summary>
    public abstract string Remedy { get; }

    /// <summary>How many pairs of queues it has.</summary>
    public virtual int Pairs => 1;

    /// <summary>What it can do of <see cref="NetFeature.GuestOffloads"/> and <see cref="NetFeature.HostOffloads"/>.</summary>
    public virtual ulong Offloads => 0;

    /// <summary>By what the guest rings for the first queues, where somebody else than the device serves them; empty otherwise.</summary>
    public virtual EventFd[] Kicks => [];

    /// <summary>Bytes of the longest frame that it may give whatever the MTU; 0 if it keeps to the MTU.</summary>
    public virtual int LongestFrame => 0;

    /// <summary>Whether it can be used no more.</summary>
    public abstract bool IsLost { [HotPath] get; }

    /// <summary>What went through, where the port counts it and not the device. From any thread, after <see cref="Dispose"/> too.</summary>
    public virtual NetCounters? ReadCounters() => null;

    /// <summary>Has its user told, on the event loop's thread, of frames, of room, and of its loss.</summary>
    public abstract void Watch(IEventLoop events, INetPortUser user);

    /// <inheritdoc cref="INetBackend.Receive"/>
    [HotPath]
    public abstract int Receive(int pair, ReadOnlySpan<IoVector> pieces);

    /// <inheritdoc cref="INetBackend.CanSend"/>
    [HotPath]
    public virtual bool CanSend(int pair) => true;

    /// <inheritdoc cref="INetBackend.Send"/>
    [HotPath]
    public abstract bool Send(int pair, ReadOnlySpan<IoVector> pieces);

    /// <inheritdoc cref="INetBackend.Restart"/>
    [HotPath]
    public abstract void Restart(ulong features);

    /// <inheritdoc cref="INetBackend.UsePairs"/>
    [HotPath]
    public virtual void UsePairs(int count)
    {
    }

    /// <inheritdoc cref="INetBackend.TakeOver"/>
    [HotPath]
    public virtual NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues) => NetTakeOver.Declined;

    /// <inheritdoc cref="INetBackend.GiveBack"/>
    [HotPath]
    public virtual void GiveBack(bool forGood)
    {
    }

    /// <inheritdoc cref="INetBackend.GiveBackQueue"/>
    [HotPath]
    public virtual void GiveBackQueue(int queue)
    {
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Who uses a port. Called on the event loop's thread, without the device's lock.</summary>
internal interface INetPortUser
{
    /// <summary>There may be frames.</summary>
    /// <param name="pair">For which pair of queues.</param>
    [HotPath]
    void OnFrames(int pair);

    /// <summary>There is room again for frames to be sent.</summary>
    /// <param name="pair">From which pair of queues.</param>
    [HotPath]
    void OnRoom(int pair);

    /// <summary>Whoever serves the queues in the device's place found one broken.</summary>
    void OnBroken();

    /// <summary>The port is lost.</summary>
    void OnLoss();

    /// <summary>The program has closed its end, on purpose.</summary>
    void OnUnplugged();
}

/// <summary>A port as the device core takes it; or none, which gives and takes nothing.</summary>
[HotPath]
internal readonly struct PortBackend(NetPort? port) : INetBackend
{
    /// <inheritdoc/>
    public int Receive(int pair, ReadOnlySpan<IoVector> pieces) => port is null ? 0 : port.Receive(pair, pieces);

    /// <inheritdoc/>
    public bool CanSend(int pair) => port is null || port.CanSend(pair);

    /// <inheritdoc/>
    public bool Send(int pair, ReadOnlySpan<IoVector> pieces) => port is not null && port.Send(pair, pieces);

    /// <inheritdoc/>
    public void Restart(ulong features) => port?.Restart(features);

    /// <inheritdoc/>
    public void UsePairs(int count) => port?.UsePairs(count);

    /// <inheritdoc/>
    public NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues) => port is null ? NetTakeOver.Declined : port.TakeOver(features, queues);

    /// <inheritdoc/>
    public void GiveBack(bool forGood) => port?.GiveBack(forGood);

    /// <inheritdoc/>
    public void GiveBackQueue(int queue) => port?.GiveBackQueue(queue);
}
