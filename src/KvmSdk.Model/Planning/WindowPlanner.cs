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
            AddressRange free = NearestFree(address, request);
            _claims.Add((free, device));
            violations.Add(new(
                AddressRules.WindowMisaligned,
                device.TargetOf(request.Argument),
                [$"0x{address:X8}", $"'{device.Name}'", $"0x{request.Size:X}", $"0x{free.Base:X}"],
                null,
                $"0x{free.Base:X}"));
        }

        foreach (var (range, device) in _conflicts)
        {
            var (otherRange, other) = _claims.Find(claim => claim.Range.Overlaps(range));
            AddressRange free = FirstFree(device.Window!);
            _claims.Add((free, device));
            violations.Add(new(
                AddressRules.WindowsOverlap,
                device.TargetOf(device.Window!.Argument),
                [range.ToString(), $"'{device.Name}'", otherRange.ToString(), $"'{other.Name}'", $"0x{free.Base:X}"],
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

    /// <summary>The aligned window that holds the declared address, or else any free one.</summary>
    private AddressRange NearestFree(ulong address, WindowRequest request)
    {
        var aligned = new AddressRange(address / request.Size * request.Size, request.Size);
        bool isFree = WhyUnusable(aligned.Base, aligned.Size) is null && !_claims.Exists(claim => claim.Range.Overlaps(aligned));
        return isFree ? aligned : FirstFree(request);
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
