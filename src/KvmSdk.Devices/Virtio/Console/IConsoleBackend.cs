namespace KvmSdk.Devices.Virtio.Console;

/// <summary>What the ports of a console device are connected to. Ports are numbered from 0, in the order of the host.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IConsoleBackend
{
    /// <summary>Takes what the guest sends, as much as there is room for.</summary>
    /// <param name="port">The port.</param>
    /// <param name="bytes">The bytes: guest memory, valid during the call.</param>
    /// <returns>How many were taken, from the front. If fewer than given, the shell notifies the queue again once there is room.</returns>
    int Write(int port, ReadOnlySpan<byte> bytes);

    /// <summary>The guest takes input that it did not take before.</summary>
    /// <param name="port">The port.</param>
    void InputSpaceAvailable(int port);

    /// <summary>The guest has opened or closed its end of a port. Without several ports, it opens the only one by driving the device.</summary>
    /// <param name="port">The port.</param>
    /// <param name="isOpen">Whether it is open now.</param>
    void OpenChanged(int port, bool isOpen);
}
