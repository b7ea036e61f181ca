namespace KvmSdk.Boot.Memory;

/// <summary>What a range of the memory map is for; the numbers of ACPI (Address Range Types), e820 and PVH agree.</summary>
public enum MemoryType : uint
{
    /// <summary>RAM for the guest's use.</summary>
    Ram = 1,

    /// <summary>Not for use: firmware, device windows, MMCONFIG.</summary>
    Reserved = 2,

    /// <summary>ACPI tables, reclaimable after reading.</summary>
    AcpiTables = 3,

    /// <summary>ACPI memory to be kept over sleep.</summary>
    AcpiNvs = 4,

    /// <summary>Memory with errors.</summary>
    Unusable = 5,

    /// <summary>Persistent memory.</summary>
    Persistent = 7,
}
