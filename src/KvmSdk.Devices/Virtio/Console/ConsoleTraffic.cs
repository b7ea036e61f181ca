namespace KvmSdk.Devices.Virtio.Console;

/// <summary>What has passed through one port of a console device. Read from any thread; written by whoever drives the device.</summary>
[HotPath]
public sealed class ConsoleTraffic
{
    private ulong _bytesSent;
    private ulong _buffersSent;
    private ulong _bytesReceived;
    private ulong _stalls;
    private ulong _refusals;
    private ulong _emergencyBytes;

    /// <summary>Bytes that the guest sent and the host took.</summary>
    public ulong BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Buffers that were given back to the guest as sent.</summary>
    public ulong BuffersSent => Volatile.Read(ref _buffersSent);

    /// <summary>Bytes that the guest was given.</summary>
    public ulong BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>How often the guest's output had to wait for the host.</summary>
    public ulong Stalls => Volatile.Read(ref _stalls);

    /// <summary>How often the host's input had to wait for the guest.</summary>
    public ulong InputRefusals => Volatile.Read(ref _refusals);

    /// <summary>Bytes that were written to the configuration space.</summary>
    public ulong EmergencyBytes => Volatile.Read(ref _emergencyBytes);

    internal void Sent(int bytes) => _bytesSent += (uint)bytes;

    internal void SentBuffer() => _buffersSent++;

    internal void Stalled() => _stalls++;

    internal void Received(int bytes) => _bytesReceived += (uint)bytes;

    internal void Refused() => _refusals++;

    internal void SentEmergency(int bytes) => _emergencyBytes += (uint)bytes;
}
