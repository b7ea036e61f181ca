namespace KvmSdk.Devices.Virtio.Socket;

// Nobody is taken out of the middle: a connection that ends meanwhile has nothing to say when its turn comes, or, used again, takes the
// place of the earlier one.

/// <summary>The connections that have something for the guest, in the order in which they have their turn.</summary>
[HotPath]
internal sealed class ReadyList
{
    private SocketConnection? _last;

    /// <summary>Whose turn it is; null if nobody has anything.</summary>
    public SocketConnection? First { get; private set; }

    /// <summary>Appends a connection that is not in the list yet.</summary>
    public void Add(SocketConnection connection)
    {
        if (connection.IsReady) return;
        connection.IsReady = true;
        connection.NextReady = null;
        if (_last is null) First = connection;
        else _last.NextReady = connection;
        _last = connection;
    }

    /// <summary>Takes the first off.</summary>
    public void RemoveFirst()
    {
        if (First is not { } taken) return;
        First = taken.NextReady;
        if (First is null) _last = null;
        taken.NextReady = null;
        taken.IsReady = false;
    }
}
