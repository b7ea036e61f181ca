namespace KvmSdk.Boot.Linux;

/// <summary>Where a Linux kernel is entered.</summary>
public enum LinuxEntry
{
    /// <summary>As the file suggests: a bzImage by its decompressor, an ELF file by PVH if it has the note, otherwise by its 64-bit entry.</summary>
    Automatic,

    /// <summary>The 64-bit entry of a bzImage: the guest unpacks its kernel itself, and may place it at random (KASLR).</summary>
    Decompressor,

    /// <summary>The 64-bit entry of the kernel proper, with a zero page. A bzImage is unpacked on the host first.</summary>
    Kernel64,

    /// <summary>The 32-bit PVH entry of the kernel proper, with a start_info. A bzImage is unpacked on the host first.</summary>
    Pvh,
}
