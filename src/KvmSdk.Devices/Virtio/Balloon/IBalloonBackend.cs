namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>The host's memory behind a balloon, and who wants to know how it is.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: the device takes it as a struct type argument, so that calls are direct,
/// and may make them on a copy, so that a field the struct changes in itself is lost. No member may throw or allocate.
/// </remarks>
[HotPath]
public unsafe interface IBalloonBackend
{
    /// <summary>Gives memory back to the host. It reads as zeros afterwards, until somebody writes to it.</summary>
    /// <param name="start">Host address of the first byte, page-aligned; inside guest RAM.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <returns>Whether the host took it; if not, it is as it was.</returns>
    bool Discard(byte* start, nuint length);

    /// <summary>Makes memory resident. What it holds stays.</summary>
    /// <param name="start">Host address of the first byte, page-aligned; inside guest RAM.</param>
    /// <param name="length">Bytes, whole pages.</param>
    /// <returns>Whether the host had so much; if not, it is found when it is touched.</returns>
    bool Populate(byte* start, nuint length);

    /// <summary>The driver has said how many pages are in the balloon.</summary>
    void OnActual();

    /// <summary>The guest has told of its memory.</summary>
    void OnStatistics();
}
