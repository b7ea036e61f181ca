// Why apart from the planner: a plan is one machine's. These machines stand in one program, and perhaps on one network.

using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rule on station addresses of several machines.</summary>
internal static class MacChecks
{
    /// <summary>Each declared address that an earlier machine has too, with an address that none of them has declared.</summary>
    /// <param name="machines">The machines, in an order that does not change from one look to the next.</param>
    /// <returns>What is wrong, the machine that has it wrong, and the one that has the address; the related target is in the latter.</returns>
    public static IReadOnlyList<(int Machine, int Owner, Violation Violation)> Across(IReadOnlyList<MachineSpec> machines)
    {
        Dictionary<MacAddress, (int Machine, DeviceSpec Device)> claims = [];
        List<(int Machine, DeviceSpec Device, MacAddress Address)> conflicts = [];
        for (int machine = 0; machine < machines.Count; machine++)
        {
            foreach (DeviceSpec device in machines[machine].Devices)
            {
                if (!MacAddress.TryParse(device.Net?.Mac, out MacAddress address) || address.Value == 0 || address.IsMulticast)
                {
                    continue;
                }

                if (!claims.TryGetValue(address, out var owner))
                {
                    claims.Add(address, (machine, device));
                }
                else if (owner.Machine != machine)
                {
                    conflicts.Add((machine, device, address));
                }
            }
        }

        List<(int Machine, int Owner, Violation Violation)> found = [];
        foreach (var (machine, device, address) in conflicts)
        {
            MacAddress free = address.Next;
            while (claims.ContainsKey(free))
            {
                free = free.Next;
            }

            // Each is offered an address of its own, so that all repairs can be made at once.
            claims.Add(free, (machine, device));
            var (owner, other) = claims[address];
            found.Add((machine, owner, new(
                NetRules.MacTakenElsewhere, device.TargetOf("Mac"), [address.ToString(), device.Name, other.Name, machines[owner].Name, free.ToString()],
                other.TargetOf("Mac"), $"\"{free}\"")));
        }

        return found;
    }
}
