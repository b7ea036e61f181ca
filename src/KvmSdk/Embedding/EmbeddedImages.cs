// Two forms of a program, two places. Published to native code it is one file, and an image is a section of it, on whole pages, so that the kernel can map it. Built
// for the just-in-time compiler it is many files, of which the images are some.
//
//   <KvmImage Include="build/vmlinuz" />  ──►  dotnet build    bin/.../kvm-images/vmlinuz
//                                         ──►  dotnet publish  program: section .kvm.vmlinuz

using KvmSdk.Boot.Elf;
using KvmSdk.Memory;

namespace KvmSdk.Embedding;

/// <summary>The images that the project has put into this program.</summary>
internal static class EmbeddedImages
{
    /// <summary>What the sections of a native program are called, before the image's name.</summary>
    public const string SectionPrefix = ".kvm.";

    /// <summary>The directory beside other programs.</summary>
    public const string Directory = "kvm-images";

    // The link leads to the file that runs, whatever has become of its name.
    private const string ThisProgram = "/proc/self/exe";

    /// <summary>Finds an image of this program.</summary>
    /// <param name="name">Its name in the project.</param>
    /// <exception cref="HostException">There is none of that name.</exception>
    public static EmbeddedImage Find(string name) => Find(ThisProgram, AppContext.BaseDirectory, name);

    /// <summary>Finds an image inside a program, or else beside it.</summary>
    /// <param name="program">The program's file. One that is run by the just-in-time compiler is .NET's own, and holds none.</param>
    /// <param name="home">The directory that it lies in.</param>
    /// <param name="name">The image's name in the project.</param>
    /// <exception cref="HostException">There is none of that name.</exception>
    internal static EmbeddedImage Find(string program, string home, string name)
    {
        List<string> others = [];
        using (HostImage file = new(program))
        {
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
        }

        string directory = Path.Combine(home, Directory);
        FileInfo beside = new(Path.Combine(directory, name));
        if (beside.Exists)
        {
            return new(beside.FullName, 0, beside.Length, IsConstant: false);
        }

        if (System.IO.Directory.Exists(directory))
        {
            others.AddRange(System.IO.Directory.GetFiles(directory).Select(static path => Path.GetFileName(path)));
        }

        string list = string.Join(", ", others.Order(StringComparer.Ordinal).Select(static other => $"'{other}'"));
        throw new HostException(
            $"embedded image '{name}'",
            list.Length == 0 ? "this program holds no images" : $"this program holds {list}, and no other",
            $"put it into the project: <KvmImage Include=\"FILE\" Name=\"{name}\" />");
    }
}
