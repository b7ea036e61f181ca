using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;

namespace KvmSdk.Generators.Emission;

/// <summary>One arm of the exit dispatch.</summary>
/// <param name="Pattern">The C# pattern of the addresses.</param>
/// <param name="Target">What answers, as an expression.</param>
/// <param name="Offset">The register offset, as an expression.</param>
/// <param name="Comment">What answers.</param>
internal sealed record CaseView(string Pattern, string Target, string Offset, string Comment)
{
    /// <summary>The arms for a device's ports; offsets count from the first port of its first range.</summary>
    public static IEnumerable<CaseView> OfPorts(DevicePlan plan, DeviceView view)
    {
        foreach (PortRange range in plan.Ports)
        {
            string first = DeviceView.Hex(range.Base, 4);
            ushort origin = plan.Ports[0].Base;
            yield return range.Count == 1
                ? new(first, view.Target, DeviceView.Text(range.Base - origin), $"{view.Name}: {view.Noun}")
                : new(
                    $">= {first} and <= {DeviceView.Hex((ulong)range.Last, 4)}",
                    view.Target,
                    $"(uint)(port - {DeviceView.Hex(origin, 4)})",
                    $"{view.Name}: {view.Noun}");
        }
    }

    /// <summary>The arm for a device's window, if it has one.</summary>
    public static IEnumerable<CaseView> OfWindow(DevicePlan plan, DeviceView view)
    {
        if (plan.Window is { } window)
        {
            string first = DeviceView.Hex(window.Base, 8);
            yield return new(
                $">= {first} and <= {DeviceView.Hex(window.Last, 8)}", view.Target, $"(uint)(address - {first})", $"{view.Name}: {view.Noun}");
        }
    }

    /// <summary>The arm for writes to a device's memory, if it has some: where that is read-only, they come here.</summary>
    public static IEnumerable<CaseView> OfMemory(DevicePlan plan, DeviceView view)
    {
        if (plan.Pmem is { Memory: var memory })
        {
            string first = DeviceView.Hex(memory.Base, 8);
            yield return new(
                $">= {first} and <= {DeviceView.Hex(memory.Last, 8)}", view.Target, $"address - {first}", $"{view.Name}: where it is read-only");
        }
    }
}
