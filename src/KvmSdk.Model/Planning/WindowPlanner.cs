using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Assigns memory-mapped windows: declared ones first, then the lowest free address.</summary>
internal sealed class WindowPlanner(List<Violation> violations)
{
    private readonly List<(AddressRange Range, DeviceSpec Device)> _claims = [];
    private readonly List<(AddressRange Range, DeviceSpec Device)> _conflicts = [];
    private readonly List<(ulong Address, DeviceSpec Device)> _misaligned = [];

    /// <summary>Claims the window that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        if (device.Window is not { Fixed: ulong address } request)
        {
            return;
        }

        if (address % request.Size != 0)
        {
            _misaligned.Add((address, device));
            return;
        }

        if (WhyUnusable(address, request.Size) is string problem)
        {
            violations.Add(new(AddressRules.WindowReserved, device.TargetOf(request.Argument), [$"0x{address:X8}", $"'{device.Name}'", problem]));
            return;
        }

        var range = new AddressRange(address, request.Size);
        (_claims.Exists(claim => claim.Range.Overlaps(range)) ? _conflicts : _claims).Add((range, device));
    }

    /// <summary>Reports the windows misaligned or declared twice; after every fixed window is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (address, device) in _misaligned)
        {
            WindowRequest request = device.Window!;
            AddressRange? free = NearestFree(address, request);
            Keep(free, device);
            violations.Add(new(
                AddressRules.WindowMisaligned,
                device.TargetOf(request.Argument),
                [$"0x{address:X8}", $"'{device.Name}'", $"0x{request.Size:X}", Remedy(free, "")],
                null,
                Suggestion(free)));
        }

        foreach (var (range, device) in _conflicts)
        {
            var (otherRange, other) = _claims.Find(claim => claim.Range.Overlaps(range));
            AddressRange? free = FirstFree(device.Window!);
            Keep(free, device);
            violations.Add(new(
                AddressRules.WindowsOverlap,
                device.TargetOf(device.Window!.Argument),
                [range.ToString(), $"'{device.Name}'", otherRange.ToString(), $"'{other.Name}'", Remedy(free)],
                other.TargetOf(other.Window!.Argument),
                Suggestion(free)));
        }
    }

    /// <summary>The device's window, or null if it needs none or was refused one.</summary>
    public AddressRange? Assign(DeviceSpec device)
    {
        if (device.Window is not { } request)
        {
            return null;
        }

        if (request.Fixed is not null)
        {
            int claim = _claims.FindIndex(c => c.Device == device);
            return claim < 0 ? null : _claims[claim].Range;
        }

        AddressRange? range = FirstFree(request);
        Keep(range, device);
        if (range is null)
        {
            violations.Add(new(
                AddressRules.WindowsExhausted,
                Target.NameOf(device.Name),
                [device.Name, $"0x{request.Size:X}", new AddressRange(X86Layout.DeviceWindowBase, X86Layout.DeviceWindowEnd - X86Layout.DeviceWindowBase).ToString()]));
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

    private static string Remedy(AddressRange? free, string praise = ", which is free") => free is { } range ? $"use 0x{range.Base:X}{praise}" : "make another device smaller";

    private static string Suggestion(AddressRange? free) => free is { } range ? $"0x{range.Base:X}" : "";

    /// <summary>The aligned window that holds the declared address, or else any free one.</summary>
    private AddressRange? NearestFree(ulong address, WindowRequest request)
    {
        var aligned = new AddressRange(address / request.Size * request.Size, request.Size);
        bool isFree = WhyUnusable(aligned.Base, aligned.Size) is null && !_claims.Exists(claim => claim.Range.Overlaps(aligned));
        return isFree ? aligned : FirstFree(request);
    }

    private AddressRange? FirstFree(WindowRequest request)
    {
        for (ulong address = X86Layout.DeviceWindowBase; address + request.Size <= X86Layout.DeviceWindowEnd; address += request.Size)
        {
            AddressRange range = new(address, request.Size);
            if (!_claims.Exists(claim => claim.Range.Overlaps(range)))
            {
                return range;
            }
        }

        return null;
    }

    private static string? WhyUnusable(ulong address, ulong size)
    {
        if (address < X86Layout.HoleBase || address >= X86Layout.HighMemoryBase)
        {
            return $"is outside the hole for devices, 0x{X86Layout.HoleBase:X8}-0x{X86Layout.HighMemoryBase - 1:X8}";
        }

        var range = new AddressRange(address, size);
        foreach (var (reserved, owner) in ReservedRanges.Windows)
        {
            if (reserved.Overlaps(range))
            {
                return $"overlaps {owner} at {reserved}";
            }
        }

        return null;
    }
}
