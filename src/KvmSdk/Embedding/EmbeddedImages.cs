// Two forms of a program, two places. Published to native code it is one file, and an image is a section of it, on whole pages, so that the kernel can map it. Built
// for the just-in-time compiler it is many files, of which the images are some.
//
//   <KvmImage Include="build/vmlinuz" />  ──►  dotnet build    bin/.../images/vmlinuz
//                                         ──►  dotnet publish  program: section .kvm.vmlinuz

using System.Runtime.CompilerServices;
using KvmSdk.Boot.Elf;
using KvmSdk.Memory;

namespace KvmSdk.Embedding;

/// <summary>The images that the project has put into this program.</summary>
internal static class EmbeddedImages
{
    /// <summary>What the sections of a native program are called, before the image's name.</summary>
    public const string SectionPrefix = ".kvm.";

    /// <summary>The directory beside other programs.</summary>
    public const string Directory = "images";

    // The link leads to the file that runs, whatever has become of its name.
    private const string ThisProgram = "/proc/self/exe";

    /// <summary>Finds an image of this program.</summary>
    /// <param name="name">Its name in the project.</param>
    /// <exception cref="HostException">There is none of that name.</exception>
    public static EmbeddedImage Find(string name) => RuntimeFeature.IsDynamicCodeSupported
        ? FindBeside(AppContext.BaseDirectory, name)
        : FindInside(ThisProgram, name);

    /// <summary>Finds an image beside a program.</summary>
    internal static EmbeddedImage FindBeside(string program, string name)
    {
        string directory = Path.Combine(program, Directory);
        FileInfo file = new(Path.Combine(directory, name));
        return file.Exists
            ? new(file.FullName, 0, file.Length, IsConstant: false)
            : throw Missing(name, System.IO.Directory.Exists(directory) ? System.IO.Directory.GetFiles(directory).Select(Path.GetFileName) : []);
    }

    /// <summary>Finds an image inside a program.</summary>
    internal static EmbeddedImage FindInside(string program, string name)
    {
        using HostImage file = new(program);
        List<string> others = [];
        foreach ((string section, ulong offset, ulong length) in ElfSections.Read(file))
        {
            if (section == SectionPrefix + name)
            {
                return new(program, (long)offset, (long)length, IsConstant: true);
            }

            if (section.StartsWith(SectionPrefix, StringComparison.Ordinal))
            {
                others.Add(section[SectionPrefix.Length..]);
            }
        }

        throw Missing(name, others);
    }

    private static HostException Missing(string name, IEnumerable<string?> others)
    {
        string list = string.Join(", ", others.Order(StringComparer.Ordinal).Select(static other => $"'{other}'"));
        return new(
            $"embedded image '{name}'",
            list.Length == 0 ? "this program holds no images" : $"this program holds {list}, and no other",
            $"put it into the project: <KvmImage Include=\"FILE\" Name=\"{name}\" />");
    }
}
