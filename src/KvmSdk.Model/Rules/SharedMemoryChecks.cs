using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on where shared memory lies, for the declaration and for a start alike.</summary>
public static class SharedMemoryChecks
{
    /// <summary>What is wrong with a machine's shared memory when a start gives it other RAM than the declared, or null.</summary>
    public static Violation? CheckInstance(EquatableArray<SharedMemoryPlan> memories, int memoryMiB)
    {
        foreach (SharedMemoryPlan memory in memories)
        {
            if (WhyNotRam(memory.Range, memoryMiB) is var (problem, remedy))
            {
                return new(
                    SharedMemoryRules.OutsideRam,
                    TargetOf(memory.Name),
                    [memory.Name, memory.Range.ToString(), problem, remedy ?? "declare another address"]);
            }
        }

        return null;
    }

    /// <summary>What is wrong with loading a flat image beside a machine's shared memory, or null.</summary>
    /// <param name="memories">The shared memory.</param>
    /// <param name="name">The image's name, for the message.</param>
    /// <param name="length">Its length in bytes, 1 or more.</param>
    /// <param name="loadAddress">The guest-physical address of its first byte.</param>
    public static Violation? CheckImage(EquatableArray<SharedMemoryPlan> memories, string name, long length, ulong loadAddress)
    {
        var image = new AddressRange(loadAddress, (ulong)length);
        foreach (SharedMemoryPlan memory in memories)
        {
            if (memory.Range.Overlaps(image))
            {
                return new(
                    SharedMemoryRules.OverBootMemory,
                    TargetOf(memory.Name),
                    [memory.Name, memory.Range.ToString(), $"over the image '{name}' at {image}", $"use an address from 0x{PageFrom(image.Last):X} up"]);
            }
        }

        return null;
    }

    /// <summary>Why a range is not all RAM, and how much memory would make it so (null if none would); null if it is RAM.</summary>
    internal static (string Problem, string? Remedy)? WhyNotRam(AddressRange range, int memoryMiB)
    {
        if (Contains(RamLayout.Split(memoryMiB), range))
        {
            return null;
        }

        if (range.Base < X86Layout.HighMemoryBase && EndOf(range) > X86Layout.HoleBase)
        {
            return ($"reaches into the hole for devices, {new AddressRange(X86Layout.HoleBase, X86Layout.HighMemoryBase - X86Layout.HoleBase)}", null);
        }

        // RAM that does not fit below the hole goes on above it.
        ulong end = EndOf(range);
        ulong bytes = end > X86Layout.HighMemoryBase ? end - (X86Layout.HighMemoryBase - X86Layout.HoleBase) : end;
        ulong neededMiB = (bytes >> 20) + (bytes % (1 << 20) == 0 ? 0UL : 1UL);
        string needed = neededMiB.ToString(CultureInfo.InvariantCulture);
        return (
            $"is not all in the {memoryMiB.ToString(CultureInfo.InvariantCulture)} MiB of RAM",
            neededMiB <= X86Layout.MaxMemoryMiB ? $"give the machine at least {needed} MiB (--memory {needed})" : null);
    }

    /// <summary>Whether a range lies in one of some others.</summary>
    internal static bool Contains(EquatableArray<AddressRange> ranges, AddressRange range) =>
        ranges.Any(ram => range.Base >= ram.Base && range.Size <= ram.Size && range.Base - ram.Base <= ram.Size - range.Size);

    /// <summary>The place of the argument that says where a shared memory is.</summary>
    internal static Target TargetOf(string property) => Target.OfProperty(property, SharedMemorySpec.Attribute, "Address");

    /// <summary>The first page boundary after <paramref name="last"/>, or the last one there is.</summary>
    internal static ulong PageFrom(ulong last)
    {
        ulong page = last / X86Layout.PageSize;
        return Math.Min(page + 1, ulong.MaxValue / X86Layout.PageSize) * X86Layout.PageSize;
    }

    /// <summary>One past the last address, or the highest number there is.</summary>
    private static ulong EndOf(AddressRange range) => range.Size > ulong.MaxValue - range.Base ? ulong.MaxValue : range.Base + range.Size;
}
