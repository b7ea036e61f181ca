using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Assigns I/O ports: declared ones first, so that an assigned port never takes a declared one.</summary>
internal sealed class PortPlanner(List<Violation> violations)
{
    /// <summary>Where assignment goes on when the preferred ports are taken: above the PC's historical ports.</summary>
    private const int FreeBase = 0x1000;

    private readonly List<(PortRange Range, DeviceSpec Device, PortRequest Request)> _claims = [];
    private readonly List<(PortRange Range, DeviceSpec Device, PortRequest Request)> _conflicts = [];

    /// <summary>Claims the ports that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        foreach (PortRequest request in device.Ports)
        {
            if (request.Fixed is not int port)
            {
                continue;
            }

            string? problem = WhyUnusable(port, request.Count);
            if (problem is not null)
            {
                violations.Add(new(AddressRules.PortsReserved, device.TargetOf(request.Argument), [Show(port, request.Count), $"'{device.Name}'", problem, request.Argument]));
                continue;
            }

            var range = new PortRange((ushort)port, request.Count);
            if (_claims.Exists(claim => claim.Range.Overlaps(range)))
            {
                _conflicts.Add((range, device, request));
            }
            else
            {
                _claims.Add((range, device, request));
            }
        }
    }

    /// <summary>Reports the ports declared twice; after every fixed port is known, so that the suggested ones are really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (range, device, request) in _conflicts)
        {
            var (otherRange, other, otherRequest) = _claims.Find(claim => claim.Range.Overlaps(range));
            PortRange? free = FirstFree(request);
            Keep(free, device, request);
            violations.Add(new(
                AddressRules.PortsOverlap,
                device.TargetOf(request.Argument),
                [range.ToString(), $"'{device.Name}'", otherRange.ToString(), $"'{other.Name}'", free is { } place ? $"use 0x{place.Base:X}, which is free" : "make another device smaller"],
                other.TargetOf(otherRequest.Argument),
                free is { } suggested ? $"0x{suggested.Base:X}" : ""));
        }
    }

    /// <summary>The device's ports, in order of its requests; a port that was refused is left out.</summary>
    public EquatableArray<PortRange> Assign(DeviceSpec device) =>
        device.Ports.Select(request => request.Fixed is null ? Choose(device, request) : Claimed(device, request))
            .Where(range => range is not null).Select(range => range!.Value).ToEquatableArray();

    private PortRange? Claimed(DeviceSpec device, PortRequest request)
    {
        int claim = _claims.FindIndex(c => c.Device == device && c.Request == request);
        return claim < 0 ? null : _claims[claim].Range;
    }

    private PortRange? Choose(DeviceSpec device, PortRequest request)
    {
        PortRange? range = FirstFree(request);
        Keep(range, device, request);
        if (range is null)
        {
            violations.Add(new(AddressRules.PortsExhausted, Target.NameOf(device.Name), [device.Name, $"{request.Count}", $"0x{FreeBase:X4}"]));
        }

        return range;
    }

    private void Keep(PortRange? range, DeviceSpec device, PortRequest request)
    {
        if (range is { } claimed)
        {
            _claims.Add((claimed, device, request));
        }
    }

    private PortRange? FirstFree(PortRequest request)
    {
        IEnumerable<int> candidates = request.Preferred.Concat(
            Enumerable.Range(0, (0x10000 - FreeBase) / 8).Select(i => FreeBase + (i * 8)));
        return candidates.Select(port => (PortRange?)new PortRange((ushort)port, request.Count))
            .FirstOrDefault(range => WhyUnusable(range!.Value.Base, range.Value.Count) is null && !_claims.Exists(claim => claim.Range.Overlaps(range.Value)));
    }

    private static string? WhyUnusable(int port, int count)
    {
        if (port < 0 || port > 0x10000 - count)
        {
            return "are outside the I/O space 0x0000-0xFFFF";
        }

        var range = new PortRange((ushort)port, count);
        foreach (var (reserved, owner) in ReservedRanges.Ports)
        {
            if (reserved.Overlaps(range))
            {
                return $"belong to {owner}";
            }
        }

        return null;
    }

    /// <summary>The declared ports as a message shows them, which may be no ports at all.</summary>
    private static string Show(int port, int count) => port switch
    {
        < 0 => port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ when count == 1 => $"0x{port:X4}",
        _ => $"0x{port:X4}-0x{(long)port + count - 1:X4}",
    };
}
