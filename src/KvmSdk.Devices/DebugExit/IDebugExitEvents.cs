namespace KvmSdk.Devices.DebugExit;

/// <summary>Who ends the machine when a guest asks for it with a number.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IDebugExitEvents
{
    /// <summary>The guest asked to end. May be called again before the machine stops.</summary>
    /// <param name="value">What the guest wrote, unchanged.</param>
#pragma warning disable CA1716 // A keyword of Visual Basic only; "exit" is what the port is called everywhere.
    void Exit(uint value);
#pragma warning restore CA1716
}
