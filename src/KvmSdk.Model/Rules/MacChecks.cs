// Why apart from the planner: a plan is one machine's. Machines of one program are perhaps on one network.

using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on station addresses, of one and of several machines.</summary>
internal static class MacChecks
{
    private const int Digits = 12;

    /// <summary>What keeps a station from having the address, as the end of a sentence; null if nothing does.</summary>
    public static string? WhyNobodys(MacAddress address) =>
        address.Value == 0 ? "is all zeros" : address == MacAddress.Broadcast ? "is the address of everybody" : address.IsMulticast ? "is the address of a group" : null;

    /// <summary>What was meant by an address that nobody has, since it differs in one bit; null for everybody's and nobody's, by which nothing was meant.</summary>
    public static MacAddress? Meant(MacAddress address) =>
        address.Value == 0 || address == MacAddress.Broadcast || address.AsStation.Value == 0 ? null : address.AsStation;

    /// <summary>Twelve digits between other separators, or none, are meant as an address, which is given as C# writes it; nothing else can be repaired.</summary>
    public static string Repair(string text)
    {
        string digits = string.Concat(text.Where(static character => character is not (':' or '-' or '.' or ' ')));
        string pairs = digits.Length == Digits ? string.Join(":", Enumerable.Range(0, Digits / 2).Select(i => digits.Substring(2 * i, 2))) : "";
        return MacAddress.TryParse(pairs, out MacAddress address) ? Quote(address) : "";
    }

    /// <summary>The address as C# writes it.</summary>
    public static string Quote(MacAddress address) => $"\"{address}\"";

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
                if (!MacAddress.TryParse(device.Net?.Mac, out MacAddress address) || WhyNobodys(address) is not null)
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
                other.TargetOf("Mac"), Quote(free))));
        }

        return found;
    }

    /// <summary>What is wrong with an instance's address that another machine has too.</summary>
    /// <returns>The violation; its related target is in that machine.</returns>
    public static Violation DescribeTakenElsewhere(string property, MacAddress address, string other, string machine) =>
        new(NetRules.MacTakenElsewhere, Target.ValueOf(property), [address.ToString(), property, other, machine, address.Next.ToString()], Target.ValueOf(other));
}
