using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;

namespace KvmSdk.Model.GuestDevices;

/// <summary>Holds a declared device to the rules of its own; what it needs of a machine is the planner's affair.</summary>
public static class GuestDeviceChecks
{
    /// <summary>Consecutive ports from 0 that the largest device could claim: all of them.</summary>
    private const long MaxPorts = 0x1_0000;

    /// <summary>The largest window: what the planner has for all of them.</summary>
    private const long MaxWindow = (long)(X86Layout.DeviceWindowEnd - X86Layout.DeviceWindowBase);

    /// <summary>Everything that is wrong with <paramref name="device"/>.</summary>
    public static void Check(GuestDeviceSpec device, List<Violation> violations)
    {
        if (CheckSize(device) is { } size)
        {
            violations.Add(size);
        }

        if (device.Interrupts.Count > 1)
        {
            violations.AddRange(device.Interrupts.Skip(1).Select(second => new Violation(
                GuestDeviceRules.TwoInterrupts,
                Target.NameOf(second.Name),
                [device.Name, device.Interrupts[0].Name, second.Name],
                Target.NameOf(device.Interrupts[0].Name))));
        }

        RegisterChecks.Check(device with { Size = UsableSize(device.Bus, device.Size) }, violations);
        BitFieldChecks.Check(device, violations);
    }

    /// <summary>The declared size, or the nearest that a device can have.</summary>
    public static long UsableSize(GuestDeviceBus bus, long size)
    {
        if (bus == GuestDeviceBus.Ports)
        {
            return Math.Min(Math.Max(size, 1), MaxPorts);
        }

        long window = (long)X86Layout.PageSize;
        while (window < size && window < MaxWindow)
        {
            window *= 2;
        }

        return window;
    }

    private static Violation? CheckSize(GuestDeviceSpec device)
    {
        long usable = UsableSize(device.Bus, device.Size);
        if (usable == device.Size)
        {
            return null;
        }

        return device.Bus == GuestDeviceBus.Ports
            ? new(GuestDeviceRules.BadWindowSize, Target.OfMachine("PortDevice", "Count"),
                ["Count", $"{device.Size}", device.Name, $"1 to {MaxPorts}", $"{usable}"], null, $"{usable}")
            : new(GuestDeviceRules.BadWindowSize, Target.OfMachine("MmioDevice", "Size"),
                ["Size", $"0x{device.Size:X}", device.Name, $"a power of two from 0x{X86Layout.PageSize:X} to 0x{MaxWindow:X}", $"0x{usable:X}"], null, $"0x{usable:X}");
    }
}
