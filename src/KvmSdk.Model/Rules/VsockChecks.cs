using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on socket devices.</summary>
public static class VsockChecks
{
    /// <summary>What is wrong with the address that an instance gives its guest, or null.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="cid">The address.</param>
    public static Violation? CheckCid(string property, uint cid) => CheckCid(property, cid, Target.ValueOf(property), "");

    /// <summary>What is wrong with a path that another machine has too.</summary>
    /// <returns>The violation; its related target is in that machine.</returns>
    internal static Violation DescribeSharedPath(string property, string path, string other, string machine) =>
        new(VsockRules.PathOfTwoMachines, Target.ValueOf(property), [property, path, other, machine], Target.ValueOf(other));

    /// <summary>What is wrong with an instance's address that another machine has too.</summary>
    /// <returns>The violation; its related target is in that machine.</returns>
    internal static Violation DescribeCidElsewhere(string property, uint cid, string other, string machine) => new(
        VsockRules.CidOfTwoMachines, Target.ValueOf(property),
        [Text(cid), property, other, machine, Text(WhyReserved(cid + 1) is null ? cid + 1 : VsockSpec.DefaultCid)], Target.ValueOf(other));

    /// <summary>What is wrong with the socket devices of a machine.</summary>
    internal static IEnumerable<Violation> Check(MachineSpec spec)
    {
        DeviceSpec? first = null;
        foreach (DeviceSpec device in spec.Devices)
        {
            if (device.Vsock is not { } vsock)
            {
                continue;
            }

            if (first is not null)
            {
                yield return new(VsockRules.SecondDevice, Target.NameOf(device.Name), [device.Name, first.Name], Target.NameOf(first.Name));
            }

            first ??= device;
            if (vsock.Cid is uint cid && CheckCid(device.Name, cid, device.TargetOf("Cid"), Text(VsockSpec.DefaultCid)) is { } reserved)
            {
                yield return reserved;
            }
        }
    }

    /// <summary>Each declared address that an earlier machine has too, with one that none of them has declared.</summary>
    /// <param name="machines">The machines, in an order that does not change from one look to the next.</param>
    /// <returns>What is wrong, the machine that has it wrong, and the one that has the address; the related target is in the latter.</returns>
    internal static IReadOnlyList<(int Machine, int Owner, Violation Violation)> Across(IReadOnlyList<MachineSpec> machines)
    {
        Dictionary<uint, (int Machine, DeviceSpec Device)> claims = [];
        List<(int Machine, DeviceSpec Device, uint Cid)> conflicts = [];
        for (int machine = 0; machine < machines.Count; machine++)
        {
            foreach (DeviceSpec device in machines[machine].Devices)
            {
                if (device.Vsock?.Cid is not uint cid || WhyReserved(cid) is not null)
                {
                    continue;
                }

                if (!claims.TryGetValue(cid, out var owner))
                {
                    claims.Add(cid, (machine, device));
                }
                else if (owner.Machine != machine)
                {
                    conflicts.Add((machine, device, cid));
                }
            }
        }

        List<(int Machine, int Owner, Violation Violation)> found = [];
        foreach (var (machine, device, cid) in conflicts)
        {
            uint free = cid;
            while (claims.ContainsKey(free))
            {
                free = WhyReserved(free + 1) is null ? free + 1 : VsockSpec.DefaultCid;
            }

            // Each is offered an address of its own, so that all repairs can be made at once.
            claims.Add(free, (machine, device));
            var (owner, other) = claims[cid];
            found.Add((machine, owner, new(
                VsockRules.CidOfTwoMachines, device.TargetOf("Cid"), [Text(cid), device.Name, other.Name, machines[owner].Name, Text(free)],
                other.TargetOf("Cid"), Text(free))));
        }

        return found;
    }

    private static Violation? CheckCid(string property, uint cid, Target target, string suggestion) => WhyReserved(cid) is { } why
        ? new(VsockRules.CidReserved, target, [Text(cid), property, why, Text(VsockSpec.DefaultCid)], null, suggestion)
        : null;

    private static string? WhyReserved(uint cid) => cid switch
    {
        0 => "is the hypervisor's",
        1 => "is everybody's own",
        2 => "is the host's",
        uint.MaxValue => "stands for all of them",
        _ => null,
    };

    private static string Text(uint value) => value.ToString(CultureInfo.InvariantCulture);
}
