// Why: one page with every address that the machine's structure depends on, so that the planner, the boot code and a
// reader agree without searching.

namespace KvmSdk.Model.Layout;

/// <summary>The guest-physical address map of an x86-64 machine.</summary>
public static class X86Layout
{
    /// <summary>The page size, in bytes.</summary>
    public const ulong PageSize = 0x1000;

    /// <summary>Where RAM stops below 4 GiB and the hole for devices begins: 3 GiB.</summary>
    public const ulong HoleBase = 0xC000_0000;

    /// <summary>Where RAM goes on: 4 GiB.</summary>
    public const ulong HighMemoryBase = 0x1_0000_0000;

    /// <summary>Where the planner places windows that ask for no address.</summary>
    public const ulong DeviceWindowBase = 0xD000_0000;

    /// <summary>The first address after the windows that the planner places: PCI Express configuration space begins there.</summary>
    public const ulong DeviceWindowEnd = 0xE000_0000;

    /// <summary>The first address that a flat image may occupy: 1 MiB, above the SDK's boot structures and the BIOS area.</summary>
    public const ulong LowestLoadAddress = 0x10_0000;

    /// <summary>The longest kernel command line in characters: 2,048 bytes are kept for it, and a NUL ends it.</summary>
    public const int MaxCommandLine = 2047;

    /// <summary>Where the ACPI tables lie, the root pointer first: a guest that is not told finds it by scanning from here.</summary>
    public const ulong AcpiTablesBase = 0xE_0000;

    /// <summary>The page of a generation ID: in the BIOS's segment, which no guest takes for RAM, and of which nothing else is used but its end.</summary>
    public const ulong GenerationIdPage = 0xF_0000;

    /// <summary>Where KVM's in-kernel I/O APIC is.</summary>
    public const uint IoApicAddress = 0xFEC0_0000;

    /// <summary>Where each CPU's local APIC is after reset.</summary>
    public const uint LocalApicAddress = 0xFEE0_0000;

    /// <summary>The task-state segment pages for KVM_SET_TSS_ADDR: three pages that the guest must not use (Intel hosts).</summary>
    public const ulong TssAddress = 0xFFFB_D000;

    /// <summary>The identity-map page for KVM_SET_IDENTITY_MAP_ADDR, one page below the TSS.</summary>
    public const ulong IdentityMapAddress = 0xFFFB_C000;

    /// <summary>The number of inputs of KVM's in-kernel I/O APIC (KVM_IOAPIC_NUM_PINS).</summary>
    public const int IoApicPins = 24;

    /// <summary>The highest CPU count: 8-bit APIC ids with 255 as broadcast, so that no x2APIC-only guest is required.</summary>
    public const int MaxCpus = 254;

    /// <summary>Where a Linux kernel for x86-64 is linked unless it was built otherwise: the default of CONFIG_PHYSICAL_START.</summary>
    public const ulong KernelLinkAddress = 0x100_0000;

    /// <summary>The least RAM in which such a kernel can be: below its link address, and as much again for its code, its data and what it allocates at first.</summary>
    public const int MinLinuxMemoryMiB = (int)(KernelLinkAddress >> 20) * 2;

    /// <summary>The highest APIC id of a CPU: 255 is broadcast.</summary>
    public const int HighestApicId = 254;

    /// <summary>The smallest RAM: boot structures below 1 MiB and an image above.</summary>
    public const int MinMemoryMiB = 2;

    /// <summary>
    /// Where the planner begins to place persistent memory: 256 GiB. An instance can have much more RAM than is declared before the two meet, and 39 address bits, which
    /// the smallest processors of today have, reach twice as far.
    /// </summary>
    public const ulong PersistentMemoryBase = 0x40_0000_0000;

    /// <summary>The first address after all memory: 1 TiB, where 40 physical address bits end.</summary>
    public const ulong MemoryEnd = 1UL << 40;

    /// <summary>The largest RAM: it ends at 1 TiB, where 40 physical address bits end. A host with fewer is found out at start.</summary>
    public const int MaxMemoryMiB = (1 << 20) - 1024;
}
