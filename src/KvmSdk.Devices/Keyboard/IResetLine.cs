namespace KvmSdk.Devices.Keyboard;

/// <summary>The CPU reset line that a PC's keyboard controller drives.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IResetLine
{
    /// <summary>The guest asked for a reset of the whole machine. May be called again before the machine stops.</summary>
    void Reset();
}
