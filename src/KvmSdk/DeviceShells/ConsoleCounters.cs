namespace KvmSdk;

/// <summary>What has passed through a virtio console or one of its named ports.</summary>
/// <param name="BytesSent">Bytes that the guest sent.</param>
/// <param name="BuffersSent">The buffers that they came in: how often the guest's driver had to speak with the device at most.</param>
/// <param name="BytesReceived">Host input that the guest was given.</param>
/// <param name="Stalls">How often the guest's output had to wait for the host, because it is sent faster than it is read.</param>
/// <param name="InputRefusals">How often host input had to wait for the guest: it had no buffers, or its end closed.</param>
/// <param name="EmergencyBytes">Bytes that the guest sent through the configuration space, before or beside its driver.</param>
public readonly record struct ConsoleCounters(
    ulong BytesSent, ulong BuffersSent, ulong BytesReceived, ulong Stalls, ulong InputRefusals, ulong EmergencyBytes);
