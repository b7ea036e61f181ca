using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Assigns memory-mapped windows: declared ones first, then the lowest free address.</summary>
internal sealed class WindowPlanner(List<Violation> violations)
{
    private readonly List<(AddressRange Range, DeviceSpec Device)> _claims = [];
    private readonly List<(AddressRange Range, DeviceSpec Device)> _conflicts = [];

    /// <summary>Claims the window that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        if (device.Window is not { Fixed: ulong address } request)
        {
            return;
        }

        Target target = device.TargetOf(request.Argument);
        if (address % request.Size != 0)
        {
            ulong aligned = address / request.Size * request.Size;
            string suggestion = $"0x{aligned:X}";
            violations.Add(new(
                AddressRules.WindowMisaligned, target, [$"0x{address:X8}", $"'{device.Name}'", $"0x{request.Size:X}", suggestion], null, suggestion));
            return;
        }

        if (WhyUnusable(address, request.Size) is string problem)
        {
            violations.Add(new(AddressRules.WindowReserved, target, [$"0x{address:X8}", $"'{device.Name}'", problem]));
            return;
        }

        var range = new AddressRange(address, request.Size);
        (_claims.Exists(claim => claim.Range.Overlaps(range)) ? _conflicts : _claims).Add((range, device));
    }

    /// <summary>Reports the windows declared twice; after every fixed window is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (range, device) in _conflicts)
        {
            var (otherRange, other) = _claims.Find(claim => claim.Range.Overlaps(range));
            AddressRange free = FirstFree(device.Window!);
            _claims.Add((free, device));
            violations.Add(new(
                AddressRules.WindowsOverlap,
                device.TargetOf(device.Window!.Argument),
                [range.ToString(), $"'{device.Name}'", otherRange.ToString(), $"'{other.Name}'"],
                other.TargetOf(other.Window!.Argument),
                $"0x{free.Base:X}"));
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

        AddressRange range = FirstFree(request);
        _claims.Add((range, device));
        return range;
    }

    private AddressRange FirstFree(WindowRequest request)
    {
        // 256 MiB hold 65,536 page-sized windows; interrupt lines run out long before.
        ulong address = X86Layout.DeviceWindowBase;
        while (_claims.Exists(claim => claim.Range.Overlaps(new(address, request.Size))))
        {
            address += request.Size;
        }

        return new(address, request.Size);
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
