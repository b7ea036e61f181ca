namespace KvmSdk.Devices;

/// <summary>The time of day.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IClock
{
    /// <summary>Now, in UTC. May jump either way, as the host's clock does when somebody sets it.</summary>
    DateTime UtcNow { get; }
}
