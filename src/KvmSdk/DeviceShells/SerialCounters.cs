namespace KvmSdk;

/// <summary>What has passed through a serial port.</summary>
/// <param name="BytesSent">Bytes that the guest sent.</param>
/// <param name="BytesReceived">Host input that the guest's UART took.</param>
/// <param name="Stalls">How often a vCPU had to deliver output itself, because the guest sent faster than the console took it.</param>
/// <param name="InputRefusals">How often host input had to wait because the UART was full.</param>
public readonly record struct SerialCounters(ulong BytesSent, ulong BytesReceived, ulong Stalls, ulong InputRefusals);
