namespace KvmSdk;

/// <summary>Declares a debug-exit port (QEMU's isa-debug-exit) on a property of type <see cref="DebugExit"/>: a write ends the machine.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class DebugExitAttribute : Attribute
{
    /// <summary>The first of its four I/O ports. Left out, 0xF4.</summary>
    public int Port { get; init; } = 0xF4;
}
