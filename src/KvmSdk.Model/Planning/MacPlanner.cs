using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Assigns station addresses: declared ones first, the others by name, so that a device keeps its address whatever is added beside it.</summary>
/// <param name="machine">The machine's full name.</param>
/// <param name="violations">Where what is wrong goes.</param>
internal sealed class MacPlanner(string machine, List<Violation> violations)
{
    private readonly Dictionary<MacAddress, DeviceSpec> _claims = [];
    private readonly List<(DeviceSpec Device, MacAddress Address)> _conflicts = [];

    /// <summary>Claims the address that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        if (device.Net?.Mac is not { } text)
        {
            return;
        }

        if (!MacAddress.TryParse(text, out MacAddress address))
        {
            violations.Add(new(NetRules.MacMalformed, device.TargetOf("Mac"), [text, device.Name, NameOf(device).ToString()], null, MacChecks.Repair(text)));
        }
        else if (MacChecks.WhyNobodys(address) is not null || !TryClaim(address, device))
        {
            _conflicts.Add((device, address));
        }
    }

    /// <summary>Reports addresses that nobody or somebody else has; after every fixed one is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (device, address) in _conflicts)
        {
            if (MacChecks.WhyNobodys(address) is { } why)
            {
                MacAddress other = FirstFree(MacChecks.Meant(address) ?? NameOf(device), device);
                violations.Add(new(NetRules.MacUnusable, device.TargetOf("Mac"), [address.ToString(), device.Name, why, other.ToString()], null, MacChecks.Quote(other)));
                continue;
            }

            DeviceSpec owner = _claims[address];
            MacAddress free = FirstFree(address.Next, device);
            violations.Add(new(
                NetRules.MacTaken, device.TargetOf("Mac"), [address.ToString(), device.Name, owner.Name, free.ToString()],
                owner.TargetOf("Mac"), MacChecks.Quote(free)));
        }
    }

    /// <summary>The device's address, or null if it is no network device or was refused one.</summary>
    public MacAddress? Assign(DeviceSpec device)
    {
        if (device.Net is not { } net)
        {
            return null;
        }

        if (net.Mac is null)
        {
            return FirstFree(NameOf(device), device);
        }

        return MacAddress.TryParse(net.Mac, out MacAddress address) && _claims.TryGetValue(address, out DeviceSpec? owner) && owner == device ? address : null;
    }

    private MacAddress NameOf(DeviceSpec device) => MacAddress.Of($"{machine}.{device.Name}");

    private MacAddress FirstFree(MacAddress address, DeviceSpec device)
    {
        while (!TryClaim(address, device))
        {
            address = address.Next;
        }

        return address;
    }

    private bool TryClaim(MacAddress address, DeviceSpec device)
    {
        if (_claims.ContainsKey(address))
        {
            return false;
        }

        _claims.Add(address, device);
        return true;
    }
}
