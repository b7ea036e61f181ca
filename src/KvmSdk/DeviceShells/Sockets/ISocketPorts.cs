namespace KvmSdk.DeviceShells.Sockets;

/// <summary>The host's side of a guest's sockets, whoever carries the bytes.</summary>
internal interface ISocketPorts
{
    /// <summary>What went through, without the number of the guest's address.</summary>
    VsockCounters Counters { get; }

    /// <summary>Connects to a port of the guest.</summary>
    ValueTask<VsockStream> ConnectAsync(uint port, CancellationToken cancellationToken);

    /// <summary>Listens to a port of the host.</summary>
    VsockListener Listen(uint port, int backlog);

    /// <summary>Reads from the device's window.</summary>
    [HotPath]
    ulong Read(uint offset, int width);

    /// <summary>Writes to the device's window.</summary>
    [HotPath]
    void Write(uint offset, int width, ulong value);
}
