using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>A machine that <see cref="LinuxLab"/> boots.</summary>
/// <param name="Name">A word for it.</param>
/// <param name="Kernel">The kernel's file in the lab.</param>
/// <param name="Entry">Where it is entered.</param>
/// <param name="Cpus">Its virtual CPUs.</param>
/// <param name="MemoryMiB">Its RAM.</param>
/// <param name="Work">What the guest does besides looking around: a script in guest/, or empty.</param>
/// <param name="Afterwards">What is then done with its disk, /data.img, in the lab; a line of shell.</param>
internal sealed record LabMachine(string Name, string Kernel, KernelEntry Entry, int Cpus, int MemoryMiB, string Work = "", string Afterwards = ":")
{
    /// <summary>Debian's cloud kernel, a bzImage.</summary>
    public const string Cloud = "cloud-amd64";

    /// <summary>The same, unpacked: an ELF file.</summary>
    public const string CloudElf = "cloud-amd64.elf";

    /// <summary>Debian's generic kernel, a bzImage.</summary>
    public const string Generic = "amd64";

    /// <summary>Which of Debian's kernels it is.</summary>
    public string Flavour => Path.GetFileNameWithoutExtension(Kernel);

    /// <summary>The initial RAM disk's file in the lab: one for each flavour and work.</summary>
    public string Initrd => $"initrd-{Flavour}-{Work}";

    /// <summary>The lab's line of shell for it.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"machine {Name} {Kernel} {Initrd} {Cpus} {MemoryMiB} {Entry}; {Afterwards}");
}
