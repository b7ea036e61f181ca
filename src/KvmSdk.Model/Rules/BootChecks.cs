using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on what a machine starts from, at compile time and at start.</summary>
public static class BootChecks
{
    /// <summary>Adds what is wrong with the declared boot sources.</summary>
    public static void Check(MachineSpec spec, ICollection<Violation> violations)
    {
        if (spec.Boot.Count == 0)
        {
            violations.Add(new(BootRules.NoBootSource, Target.Machine, [spec.Name]));
            return;
        }

        for (int i = 1; i < spec.Boot.Count; i++)
        {
            BootSpec first = spec.Boot[0];
            BootSpec second = spec.Boot[i];
            violations.Add(new(
                BootRules.TwoBootSources,
                Target.OfProperty(second.Property, second.Kind.ToString()),
                [second.Property, first.Property],
                Target.OfProperty(first.Property, first.Kind.ToString())));
        }

        CheckInitrds(spec, violations);
        MultibootChecks.Check(spec, violations);
        foreach (BootSpec boot in spec.Boot)
        {
            if (boot.Kind == BootKind.LinuxKernel)
            {
                AddIfAny(CheckCommandLine(boot.Property, boot.CommandLine));
                if (CheckLinuxMemory(boot.Property, spec.MemoryMiB) is { } memory)
                {
                    violations.Add(memory);
                }
            }
            else if (boot.Kind == BootKind.MultibootKernel)
            {
                AddIfAny(CheckCommandLine(boot.Property, boot.CommandLine, nameof(BootKind.MultibootKernel)));
            }
            else if (WhyLoadAddressUnusable(boot.LoadAddress, spec.MemoryMiB) is string problem)
            {
                string lowest = $"0x{X86Layout.LowestLoadAddress:X}";
                violations.Add(new(
                    BootRules.BadLoadAddress,
                    Target.OfProperty(boot.Property, "FlatImage", "LoadAddress"),
                    [$"0x{boot.LoadAddress:X}", problem, lowest],
                    null,
                    lowest));
            }
        }

        void AddIfAny(Violation? violation)
        {
            if (violation is not null)
            {
                violations.Add(violation);
            }
        }
    }

    /// <summary>What is wrong with booting Linux in so much RAM, or null; of a wrong size only its own rule speaks. What a kernel at hand needs, its loader tells at start.</summary>
    /// <param name="property">The property that holds the kernel.</param>
    /// <param name="memoryMiB">The size of RAM.</param>
    public static Violation? CheckLinuxMemory(string property, int memoryMiB)
    {
        if (memoryMiB >= X86Layout.MinLinuxMemoryMiB || MemoryChecks.Check(memoryMiB) is not null)
        {
            return null;
        }

        string usual = MachineSpec.DefaultMemoryMiB.ToString(CultureInfo.InvariantCulture);
        return new(
            BootRules.TooLittleForLinux,
            Target.OfMachine("VirtualMachine", "MemoryMiB"),
            [
                memoryMiB.ToString(CultureInfo.InvariantCulture), property, $"{X86Layout.KernelLinkAddress >> 20}",
                X86Layout.MinLinuxMemoryMiB.ToString(CultureInfo.InvariantCulture), usual,
            ],
            null,
            usual);
    }

    /// <summary>What is wrong with a command line to which an instance has appended, or null.</summary>
    public static Violation? CheckAppended(BootKind kind, string property, string commandLine) => kind != BootKind.FlatImage
        ? CheckCommandLine(property, commandLine, kind.ToString())
        : new(BootRules.BadCommandLine, Target.OfProperty(property, kind.ToString()), [property, "cannot be extended", "only a kernel has one"]);

    /// <summary>What is wrong with a kernel's command line, or null.</summary>
    /// <param name="property">The property that holds the kernel.</param>
    /// <param name="commandLine">The command line, with whatever an instance appends.</param>
    /// <param name="attribute">The attribute that declares it.</param>
    public static Violation? CheckCommandLine(string property, string commandLine, string attribute = nameof(BootKind.LinuxKernel)) =>
        WhyCommandLineUnusable(commandLine) is var (problem, remedy)
            ? new(BootRules.BadCommandLine, Target.OfProperty(property, attribute, "CommandLine"), [property, problem, remedy])
            : null;

    /// <summary>Why a text is no command line, and what helps; null if it is one.</summary>
    internal static (string Problem, string Remedy)? WhyCommandLineUnusable(string commandLine)
    {
        if (commandLine.Length > X86Layout.MaxCommandLine)
        {
            string length = commandLine.Length.ToString(CultureInfo.InvariantCulture);
            string limit = X86Layout.MaxCommandLine.ToString(CultureInfo.InvariantCulture);
            return ($"has {length} characters", $"the most are {limit}");
        }

        int wrong = commandLine.ToList().FindIndex(character => character is < ' ' or > '~');
        return wrong < 0 ? null : ($"has U+{(int)commandLine[wrong]:X4} at position {wrong + 1}", "use printable ASCII only");
    }

    /// <summary>What is wrong with loading an image of <paramref name="length"/> bytes, or null.</summary>
    /// <param name="property">The property that holds the image.</param>
    /// <param name="name">The image's name, for the message.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="loadAddress">The guest-physical address of its first byte.</param>
    /// <param name="memoryMiB">The size of RAM.</param>
    public static Violation? CheckImage(string property, string name, long length, ulong loadAddress, int memoryMiB)
    {
        Target target = Target.NameOf(property);
        if (length == 0)
        {
            return new(BootRules.EmptyImage, target, [name]);
        }

        ulong firstRange = RamLayout.Split(memoryMiB)[0].Size;
        if (loadAddress < firstRange && (ulong)length <= firstRange - loadAddress)
        {
            return null;
        }

        // RAM is split at 3 GiB, and an image lies in one piece: more RAM helps only up to there.
        ulong neededMiB = ((ulong)length + loadAddress + 0xF_FFFF) >> 20;
        string remedy = neededMiB <= X86Layout.HoleBase >> 20
            ? $"give the machine at least {neededMiB} MiB (--memory {neededMiB})"
            : "use an image that ends below 3 GiB";
        return new(
            BootRules.ImageLargerThanMemory,
            target,
            [name, length.ToString(CultureInfo.InvariantCulture), $"0x{loadAddress:X}", (firstRange >> 20).ToString(CultureInfo.InvariantCulture), remedy]);
    }

    private static void CheckInitrds(MachineSpec spec, ICollection<Violation> violations)
    {
        for (int i = 0; i < spec.Initrds.Count; i++)
        {
            string initrd = spec.Initrds[i];
            Target target = Target.OfProperty(initrd, "Initrd");
            if (i > 0)
            {
                violations.Add(new(
                    BootRules.InitrdWithoutKernel,
                    target,
                    [initrd, $"is a second one beside '{spec.Initrds[0]}'", "keep one"],
                    Target.OfProperty(spec.Initrds[0], "Initrd")));
            }
            else if (spec.Boot[0].Kind != BootKind.LinuxKernel)
            {
                violations.Add(new(BootRules.InitrdWithoutKernel, target, [initrd, "has no Linux kernel to read it", "declare a [LinuxKernel], or remove it"]));
            }
        }
    }

    private static string? WhyLoadAddressUnusable(ulong address, int memoryMiB)
    {
        if (address < X86Layout.LowestLoadAddress)
        {
            return "lies in the first MiB, where the boot structures are";
        }

        if (address % X86Layout.PageSize != 0)
        {
            return "is not at a page boundary";
        }

        // A wrong memory size is reported by its own rule; measuring against it would only repeat that.
        return MemoryChecks.Check(memoryMiB) is null && address >= RamLayout.Split(memoryMiB)[0].Size
            ? $"is outside the first {RamLayout.Split(memoryMiB)[0].Size >> 20} MiB of RAM"
            : null;
    }
}
