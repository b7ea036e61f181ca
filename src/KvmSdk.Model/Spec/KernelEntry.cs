namespace KvmSdk.Model.Spec;

/// <summary>Where a Linux kernel is entered, and by whom it is unpacked.</summary>
public enum KernelEntry
{
    /// <summary>
    /// A bzImage is unpacked on the host, which is faster than in the guest, and entered at the kernel's 64-bit entry point;
    /// an ELF file by its PVH note or, without one, at its 64-bit entry point.
    /// </summary>
    Automatic,

    /// <summary>The bzImage unpacks itself in the guest, and may place itself at random (KASLR).</summary>
    Decompressor,

    /// <summary>The 64-bit entry point of the kernel proper; a bzImage is unpacked on the host.</summary>
    Kernel64,

    /// <summary>The 32-bit PVH entry point of the kernel proper; a bzImage is unpacked on the host.</summary>
    Pvh,
}
