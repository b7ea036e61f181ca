namespace KvmSdk.Devices.Virtio.Net;

// Save and restore. The queues and what was agreed on are the transport's, which activates the device before it is restored.
public sealed partial class NetworkDevice<TBackend>
{
    /// <summary>The device's state. Receive buffers that it holds go back to their queues, from which it takes them again when it goes on.</summary>
    public NetState Save()
    {
        foreach (NetQueuePair pair in _pairs)
        {
            pair.Receive?.PutBack(pair.Buffers.Count);
            pair.Buffers.Clear();
        }

        return new() { IsLinkUp = IsLinkUp, ActivePairs = _activePairs };
    }

    /// <summary>Takes a saved state over, or leaves everything as it was when no device of this kind could be in that state.</summary>
    /// <remarks>The driver is told of a link that changes by this; after success <see cref="Save"/> returns an equal state.</remarks>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in NetState state)
    {
        bool hasPairs = _transport is not null && Has(NetFeature.Multiqueue);
        if (state.ActivePairs < 1 || state.ActivePairs > (hasPairs ? _pairs.Length : 1)) return false;
        _activePairs = state.ActivePairs;
        _backend.UsePairs(_activePairs);
        SetLink(state.IsLinkUp);
        return true;
    }
}
