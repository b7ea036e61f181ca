namespace KvmSdk;

/// <summary>What went through a socket device since its machine started. With <see cref="Vsock.Vhost"/> the kernel carries it and tells nothing: all are 0.</summary>
/// <param name="Connections">Connections that there are now, those being made or ended too.</param>
/// <param name="ConnectionsFromGuest">Connections that the guest asked for and got.</param>
/// <param name="ConnectionsFromHost">Connections that the host asked for and got.</param>
/// <param name="ConnectionsRefused">Connections that either side asked for and did not get.</param>
/// <param name="PacketsReceived">Packets given to the guest, those without bytes too.</param>
/// <param name="BytesReceived">Bytes given to the guest.</param>
/// <param name="PacketsSent">Packets that the guest sent, those without bytes too.</param>
/// <param name="BytesSent">Bytes that the guest sent.</param>
/// <param name="Resets">Connections that one side broke off, or that were gone when the other side used them.</param>
/// <param name="Errors">Packets of the guest that broke a rule.</param>
public readonly record struct VsockCounters(
    int Connections, ulong ConnectionsFromGuest, ulong ConnectionsFromHost, ulong ConnectionsRefused,
    ulong PacketsReceived, ulong BytesReceived, ulong PacketsSent, ulong BytesSent, ulong Resets, ulong Errors);
