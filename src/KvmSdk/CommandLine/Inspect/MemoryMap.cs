using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>Everything that lies in a machine's guest-physical address space, in the order of addresses.</summary>
internal static class MemoryMap
{
    /// <summary>The regions, lowest first, and a region before those that it contains.</summary>
    public static IReadOnlyList<MemoryRegion> Of(MachinePlan plan)
    {
        List<MemoryRegion> regions =
        [
            new("hole", new(X86Layout.HoleBase, X86Layout.HighMemoryBase - X86Layout.HoleBase), "the hole for devices"),
        ];
        regions.AddRange(plan.Memory.Ranges.Select(range => new MemoryRegion("ram", range, "RAM")));
        regions.AddRange(ReservedRanges.Windows.Select(reserved => new MemoryRegion("reserved", reserved.Range, reserved.Owner)));
        regions.AddRange(plan.SharedMemories.Select(memory => new MemoryRegion("shared", memory.Range, memory.Name)));
        foreach (DevicePlan device in plan.Devices)
        {
            if (device.Window is { } window)
            {
                regions.Add(new("window", window, device.Name));
            }

            if (device.Pmem is { } pmem)
            {
                regions.Add(new("pmem", pmem.Memory, device.Name));
            }
        }

        if (plan.Devices.FirstOrDefault(static device => device.Kind == DeviceKind.GenerationId) is { } generation)
        {
            regions.Add(new("reserved", new(X86Layout.GenerationIdPage, X86Layout.PageSize), $"generation ID of {generation.Name}"));
        }

        return [.. regions.OrderBy(region => region.Range.Base).ThenByDescending(region => region.Range.Size)];
    }
}
