namespace KvmSdk.Devices.Power;

/// <summary>What a guest can ask of the machine's power supply.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IPowerEvents
{
    /// <summary>The guest entered S5, soft off. May be called again before the machine stops.</summary>
    void PowerOff();

    /// <summary>The guest asked for a reset. May be called again before the machine stops.</summary>
    void Reset();
}
