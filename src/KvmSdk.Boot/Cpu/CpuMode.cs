namespace KvmSdk.Boot.Cpu;

/// <summary>The processor mode a guest starts in.</summary>
public enum CpuMode
{
    /// <summary>16-bit real mode, as after reset or a BIOS's jump to a boot sector.</summary>
    Real16,

    /// <summary>32-bit protected mode, flat segments, paging off: what PVH and Multiboot ask for.</summary>
    Protected32,

    /// <summary>64-bit long mode with the low 4 GiB identity-mapped.</summary>
    Long64,
}
