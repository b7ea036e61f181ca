namespace KvmSdk.Devices.BootMarker;

/// <summary>Who is told of the stages of a guest's start.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IBootMarkerEvents
{
    /// <summary>The guest has reached a stage for the first time; at most once for each.</summary>
    /// <param name="stage">Which: what the guest wrote.</param>
    void Reached(byte stage);
}
