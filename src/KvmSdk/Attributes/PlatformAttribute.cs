namespace KvmSdk;

/// <summary>Adjusts what the machine's platform contains. Without it the defaults below hold.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PlatformAttribute : Attribute
{
    /// <summary>Whether there is an i8042 keyboard controller at ports 0x60 and 0x64, through which a guest can reset itself.</summary>
    public bool I8042 { get; init; } = true;

    /// <summary>The first of three ports: ACPI sleep control, sleep status and reset register. Left out, 0x600.</summary>
    public int PowerPort { get; init; } = 0x600;
}
