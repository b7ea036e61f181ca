namespace KvmSdk.Devices.Serial;

/// <summary>What is at the other end of a UART's cable.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface ISerialBackend
{
    /// <summary>The guest sent a byte. It must be taken or dropped: the core has no transmit buffer.</summary>
    /// <param name="value">The byte written to the transmitter holding register.</param>
    void Transmit(byte value);

    /// <summary>
    /// There was no room for input and now there is. It is the last thing a register access does, so
    /// the implementation may push bytes into the core from inside this call.
    /// </summary>
    void ReceiveSpaceAvailable();
}
