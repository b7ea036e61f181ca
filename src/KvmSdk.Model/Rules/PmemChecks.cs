using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on persistent memory that look at one value, for the declaration and for an instance.</summary>
public static class PmemChecks
{
    /// <summary>What is wrong with an image's format, or null.</summary>
    /// <param name="property">The property.</param>
    /// <param name="format">What the format is called.</param>
    public static Violation? CheckFormat(string property, string format) =>
        format == "raw" ? null : new(PmemRules.NotRaw, Target.ValueOf(property), [property, format]);

    /// <summary>What is wrong with an image's options, or null.</summary>
    /// <param name="property">The property.</param>
    /// <param name="options">Those that it has and only disks know, in the order in which they are given.</param>
    /// <param name="without">The same image without them, as C# text; empty if that is not known.</param>
    public static Violation? CheckOptions(string property, IReadOnlyCollection<string> options, string without = "") => options.Count == 0
        ? null
        : new(PmemRules.OptionWithoutEffect, Target.ValueOf(property), [property, string.Join(" and ", options.Select(static option => $"'{option}'"))], null, without);

    /// <summary>What is wrong with the RAM of a start beside a plan's persistent memory, or null.</summary>
    /// <param name="devices">The devices of the plan.</param>
    /// <param name="memoryMiB">The size of RAM, a right one.</param>
    public static Violation? CheckRam(EquatableArray<DevicePlan> devices, int memoryMiB)
    {
        DevicePlan? lowest = devices.Where(static device => device.Pmem is not null).OrderBy(static device => device.Pmem!.Memory.Base).FirstOrDefault();
        return lowest is null || EndOfRam(memoryMiB) <= lowest.Pmem!.Memory.Base
            ? null
            : OverRam(Target.OfMachine("VirtualMachine", "MemoryMiB"), memoryMiB, lowest.Name, lowest.Pmem.Memory.Base, $"give it at most {Text(MostRam(lowest.Pmem.Memory.Base))} MiB (--memory {Text(MostRam(lowest.Pmem.Memory.Base))})", "");
    }

    /// <summary>What is wrong with a file's length beside the addresses that are set aside for it, or null.</summary>
    /// <param name="property">The property.</param>
    /// <param name="path">The file.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="memory">The addresses.</param>
    public static Violation? CheckLength(string property, string path, ulong length, AddressRange memory)
    {
        if (length <= memory.Size)
        {
            return null;
        }

        ulong needed = (length + PmemSpec.Alignment - 1) / PmemSpec.Alignment * (PmemSpec.Alignment >> 20);
        string remedy = needed <= PmemSpec.LargestMaxMiB
            ? $"declare MaxMiB = {needed.ToString(CultureInfo.InvariantCulture)}"
            : $"the most are {Text(PmemSpec.LargestMaxMiB)}, so declare a [Block]";
        return new(
            PmemRules.LargerThanDeclared, Target.ValueOf(property),
            [path, property, length.ToString(CultureInfo.InvariantCulture), (memory.Size >> 20).ToString(CultureInfo.InvariantCulture), remedy]);
    }

    /// <summary>What is wrong with memory on a host whose guests have so many physical address bits, or null.</summary>
    /// <param name="property">The property.</param>
    /// <param name="used">The addresses that the file takes.</param>
    /// <param name="addressBits">CPUID 0x80000008, as KVM supports it; 0 if it does not say.</param>
    /// <param name="memoryMiB">The size of RAM.</param>
    public static Violation? CheckAddressable(string property, AddressRange used, int addressBits, int memoryMiB)
    {
        if (addressBits is 0 or >= 64 || used.Last >> addressBits == 0)
        {
            return null;
        }

        ulong lowest = AboveRam(EndOfRam(memoryMiB), X86Layout.HighMemoryBase);
        string remedy = lowest < used.Base && (lowest + used.Size - 1) >> addressBits == 0
            ? $"declare MemoryAddress = 0x{lowest:X}"
            : "use a smaller file, less RAM (--memory), or another host";
        return new(PmemRules.NotAddressable, Target.ValueOf(property), [property, $"{used.Last:X}", Text(addressBits), remedy]);
    }

    /// <summary>What is wrong with the declared size, or null.</summary>
    internal static Violation? CheckSize(DeviceSpec device)
    {
        if (device.Pmem?.MaxMiB is not int size || (size is >= 2 and <= PmemSpec.LargestMaxMiB && size % 2 == 0))
        {
            return null;
        }

        string nearest = Text(device.Pmem.NearestMaxMiB);
        return new(PmemRules.SizeUnusable, device.TargetOf("MaxMiB"), [Text(size), device.Name, Text(PmemSpec.LargestMaxMiB), nearest], null, nearest);
    }

    /// <summary>Memory that a device's attribute puts where RAM is.</summary>
    internal static Violation OverRam(Target target, int memoryMiB, string property, ulong address, string remedy, string suggestion) => new(
        PmemRules.OverRam, target, [Text(memoryMiB), $"{EndOfRam(memoryMiB) - 1:X}", property, $"{address:X}", remedy], null, suggestion);

    /// <summary>The first address after RAM of a right size.</summary>
    internal static ulong EndOfRam(int memoryMiB) => RamLayout.Split(memoryMiB)[^1].Last + 1;

    /// <summary>The first address where the planner puts persistent memory: above RAM, not below <paramref name="lowest"/>, and where pages of 1 GiB can reach it.</summary>
    internal static ulong AboveRam(ulong endOfRam, ulong lowest)
    {
        const ulong gibibyte = 1UL << 30;
        return (Math.Max(endOfRam, lowest) + gibibyte - 1) / gibibyte * gibibyte;
    }

    private static int MostRam(ulong address) => (int)((address - X86Layout.HighMemoryBase + X86Layout.HoleBase) >> 20);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
