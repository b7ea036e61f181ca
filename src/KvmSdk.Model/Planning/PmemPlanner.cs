// Why not right above RAM: how much RAM there is, an instance may choose, and the address map is the declaration's. So there is room for RAM to grow in, and a
// start whose RAM would reach the first file is refused.

using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Sets addresses aside for persistent memory: declared ones first, then the lowest free ones from 256 GiB on.</summary>
/// <param name="memoryMiB">The declared size of RAM, unchecked.</param>
/// <param name="violations">Where to add what is wrong.</param>
internal sealed class PmemPlanner(int memoryMiB, List<Violation> violations)
{
    private readonly List<(AddressRange Range, DeviceSpec Device)> _claims = [];
    private readonly List<(AddressRange Range, DeviceSpec Device)> _wrong = [];

    // A wrong size of RAM is reported by its own rule; measuring against it would only repeat that.
    private readonly ulong _endOfRam = MemoryChecks.Check(memoryMiB) is null ? PmemChecks.EndOfRam(memoryMiB) : 0;

    /// <summary>Claims the addresses that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        if (device.Pmem is not { } pmem)
        {
            return;
        }

        if (PmemChecks.CheckSize(device) is { } size)
        {
            violations.Add(size);
        }

        if (pmem.MemoryAddress is ulong address)
        {
            bool isRight = WhyUnusable(address, pmem.Size) is null && address >= _endOfRam && OwnerOf(address, pmem.Size) is null;
            (isRight ? _claims : _wrong).Add((new(address, pmem.Size), device));
        }
    }

    /// <summary>Reports what is misplaced; after every right address is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (range, device) in _wrong)
        {
            AddressRange? free = FirstFree(range.Size);
            string suggestion = free is { } found ? $"0x{found.Base:X}" : "";
            string remedy = free is null ? "make MaxMiB smaller" : $"use {suggestion}, or leave MemoryAddress out";
            Target target = device.TargetOf("MemoryAddress");
            (string Problem, Target? Related)? why = WhyUnusable(range.Base, range.Size) is { } problem ? (problem, null)
                : range.Base < _endOfRam ? null
                : OwnerOf(range.Base, range.Size) is var (taken, owner) ? ($"overlaps that of '{owner.Name}' at {taken}", owner.TargetOf("MemoryAddress"))
                : null;
            violations.Add(why is var (what, related)
                ? new(PmemRules.AddressUnusable, target, [device.Name, $"{range.Base:X}", what, remedy], related, suggestion)
                : PmemChecks.OverRam(target, memoryMiB, device.Name, range.Base, remedy, suggestion));
            Keep(free, device);
        }
    }

    /// <summary>The addresses that are set aside for the device, or null if it needs none or there are none left.</summary>
    public AddressRange? Assign(DeviceSpec device)
    {
        if (device.Pmem is not { } pmem)
        {
            return null;
        }

        if (pmem.MemoryAddress is not null)
        {
            int claim = _claims.FindIndex(one => one.Device == device);
            return claim < 0 ? null : _claims[claim].Range;
        }

        AddressRange? range = FirstFree(pmem.Size);
        Keep(range, device);
        if (range is null)
        {
            ulong lowest = PmemChecks.AboveRam(_endOfRam, X86Layout.PersistentMemoryBase);
            string room = lowest < X86Layout.MemoryEnd ? new AddressRange(lowest, X86Layout.MemoryEnd - lowest).ToString() : "nothing above RAM";
            violations.Add(new(PmemRules.AddressesExhausted, Target.NameOf(device.Name), [device.Name, $"{pmem.Size >> 20}", room]));
        }

        return range;
    }

    private void Keep(AddressRange? range, DeviceSpec device)
    {
        if (range is { } claimed)
        {
            _claims.Add((claimed, device));
        }
    }

    private (AddressRange Range, DeviceSpec Device)? OwnerOf(ulong address, ulong size)
    {
        int claim = _claims.FindIndex(one => one.Range.Overlaps(new(address, size)));
        return claim < 0 ? null : _claims[claim];
    }

    private AddressRange? FirstFree(ulong size)
    {
        for (ulong address = PmemChecks.AboveRam(_endOfRam, X86Layout.PersistentMemoryBase); address + size <= X86Layout.MemoryEnd;)
        {
            if (OwnerOf(address, size) is not var (taken, _))
            {
                return new(address, size);
            }

            address = PmemChecks.AboveRam(taken.Last + 1, address);
        }

        return null;
    }

    private static string? WhyUnusable(ulong address, ulong size) =>
        address % PmemSpec.Alignment != 0 ? "does not begin at a multiple of 2 MiB"
        : address < X86Layout.HighMemoryBase ? "begins below 4 GiB, where RAM and devices are"
        : address > X86Layout.MemoryEnd - size ? "ends beyond 1 TiB, where 40 address bits end"
        : null;
}
