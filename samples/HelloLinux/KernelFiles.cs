namespace HelloLinux;

/// <summary>A Debian kernel and what an initramfs for it is made of, as <see cref="KernelCache"/> keeps it.</summary>
/// <param name="Directory">Where all of it lies.</param>
internal sealed record KernelFiles(string Directory)
{
    /// <summary>The kernel, a bzImage.</summary>
    public string Kernel => Path.Combine(Directory, "vmlinuz");

    /// <summary>The kernel's release, in one line.</summary>
    public string Release => Path.Combine(Directory, "release");

    /// <summary>The release's directory of /lib/modules, with modules.dep.</summary>
    public string Modules => Path.Combine(Directory, "modules");

    /// <summary>A busybox without libraries.</summary>
    public string Busybox => Path.Combine(Directory, "busybox");
}
