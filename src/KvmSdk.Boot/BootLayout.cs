namespace KvmSdk.Boot;

/// <summary>
/// Every guest physical address this layer writes to, on one page, so that an overlap can be seen by reading. The values are those that
/// Firecracker made customary for direct boot, hence what kernels are tested with; the page tables are longer here (4 GiB are mapped, not 1).
/// </summary>
/// <remarks>
/// <code>
/// 0x0000_0500  GDT (8 descriptors)              0x0002_0000  command line, 2 KiB with its NUL
/// 0x0000_0600  task state segment (104 bytes)   0x0009_fc00  end of low RAM: EBDA, VGA hole, BIOS
/// 0x0000_2000  port map for CPL 3 (8 KiB + 1)   0x000e_0000  RSDP and the other ACPI tables, 128 KiB
/// 0x0000_6000  PVH start_info, module list      0x0010_0000  kernel (bzImage, flat image)
/// 0x0000_7000  zero page, or PVH memory map     0xc000_0000  RAM ends at the latest; devices and MMCONFIG
/// 0x0000_8000  boot stack, one page, grows down 0xfffb_c000  KVM's identity map page, then its three TSS pages
/// 0x0000_9000  PML4, PDPT, four page            1_0000_0000  RAM goes on above the hole
///     ..f000   directories
/// 0x0001_0000  Multiboot information, 64 KiB
/// </code>
/// </remarks>
public static class BootLayout
{
    /// <summary>Global descriptor table, <see cref="Cpu.Gdt.SizeInBytes"/> bytes.</summary>
    public const ulong Gdt = 0x500;

    /// <summary>Task state segment that TR points at in 64-bit mode, <see cref="Cpu.TaskStateSegment.SizeInBytes"/> bytes.</summary>
    public const ulong TaskStateSegment = 0x600;

    /// <summary>I/O permission map of a guest that starts at CPL 3, part of the task state segment: 8193 bytes.</summary>
    public const ulong PortMap = 0x2000;

    /// <summary>PVH <c>hvm_start_info</c>, 56 bytes.</summary>
    public const ulong PvhStartInfo = 0x6000;

    /// <summary>PVH module list: one 32-byte entry, the initial RAM disk.</summary>
    public const ulong PvhModuleList = 0x6040;

    /// <summary>PVH memory map, at most 128 entries of 24 bytes. A PVH boot has no zero page, so the two share an address.</summary>
    public const ulong PvhMemoryMap = 0x7000;

    /// <summary>Linux <c>boot_params</c> ("zero page"), 4096 bytes.</summary>
    public const ulong ZeroPage = 0x7000;

    /// <summary>Lowest byte of the boot stack.</summary>
    public const ulong StackBottom = 0x8000;

    /// <summary>Initial stack pointer: 16-byte aligned, as the System V ABI wants it at a process's first instruction.</summary>
    public const ulong StackTop = 0x8ff0;

    /// <summary>PML4, then PDPT, then four page directories: <see cref="Cpu.PageTables.SizeInBytes"/> bytes.</summary>
    public const ulong PageTables = 0x9000;

    /// <summary>Multiboot information: structure, memory map, module list and texts.</summary>
    public const ulong MultibootInfo = 0x1_0000;

    /// <summary>Bytes at <see cref="MultibootInfo"/>: as many as lie below the command line, which a Multiboot kernel finds among the texts.</summary>
    public const int MultibootInfoSize = 0x1_0000;

    /// <summary>Kernel command line, NUL-terminated.</summary>
    public const ulong CommandLine = 0x2_0000;

    /// <summary>Bytes at <see cref="CommandLine"/>, the terminating NUL included. Linux on x86 reads no more (COMMAND_LINE_SIZE).</summary>
    public const int CommandLineSize = 2048;

    /// <summary>Where usable RAM below 1 MiB ends: the extended BIOS data area of a PC, then video memory, then BIOS.</summary>
    public const ulong LowRamEnd = 0x9_fc00;

    /// <summary>The ACPI root pointer (RSDP) stands here; the other tables follow. An OS also finds it by scanning from this address.</summary>
    public const ulong AcpiTables = 0xe_0000;

    /// <summary>Bytes from <see cref="AcpiTables"/> to 1 MiB.</summary>
    public const int AcpiTablesSize = 0x2_0000;

    /// <summary>Where a PC's firmware is entered in real mode, FFFF:0000; up to 16 bytes.</summary>
    public const ulong FirmwareEntry = 0xf_fff0;

    /// <summary>Load address of a bzImage's protected-mode part (boot protocol, "Loading The Rest of The Kernel") and of flat images.</summary>
    public const ulong Kernel = 0x10_0000;

    /// <summary>RAM below 4 GiB ends here at the latest; what follows is for devices.</summary>
    public const ulong DeviceHole = 0xc000_0000;

    /// <summary>KVM's one-page identity map for real mode on Intel (KVM_SET_IDENTITY_MAP_ADDR): outside RAM, below the BIOS.</summary>
    public const ulong KvmIdentityMap = 0xfffb_c000;

    /// <summary>KVM's three TSS pages for real mode on Intel (KVM_SET_TSS_ADDR).</summary>
    public const ulong KvmTss = 0xfffb_d000;

    /// <summary>RAM that does not fit below <see cref="DeviceHole"/> goes on here.</summary>
    public const ulong HighRam = 0x1_0000_0000;
}
