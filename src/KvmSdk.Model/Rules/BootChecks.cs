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

        foreach (BootSpec boot in spec.Boot)
        {
            if (WhyLoadAddressUnusable(boot.LoadAddress, spec.MemoryMiB) is string problem)
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
