namespace KvmSdk;

/// <summary>Adjusts what the machine's platform contains. Without it the defaults below hold.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PlatformAttribute : Attribute
{
    /// <summary>Whether there is an i8042 keyboard controller at ports 0x60 and 0x64, through which a guest can reset itself.</summary>
    public bool I8042 { get; init; } = true;

    /// <summary>
    /// Whether there is a CMOS clock (MC146818) at ports 0x70 and 0x71, on IRQ 8, with 114 bytes of RAM. It shows the host's time in
    /// UTC. For guests that read it there; Linux has the time from the hypervisor.
    /// </summary>
    public bool CmosClock { get; init; }

    /// <summary>
    /// Whether KVM emulates an 8254 timer (PIT) at ports 0x40 to 0x43, with its speaker gate at port 0x61, on IRQ 0. For guests that
    /// program it; a kernel that reads its clock from the hypervisor, as Linux does, does not. Making one costs every start a grace
    /// period of the host's RCU, which is tens of milliseconds.
    /// </summary>
    public bool Pit { get; init; }

    /// <summary>The first of three ports: ACPI sleep control, sleep status and reset register. Left out, 0x600.</summary>
    public int PowerPort { get; init; } = 0x600;
}
