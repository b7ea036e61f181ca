using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on network devices that look at one value.</summary>
public static class NetChecks
{
    // Section 5.1.4.1 of virtio 1.2.
    private const int LowestMtu = 68;
    private const int HighestMtu = 65535;

    /// <summary>What is wrong with the MTU of a device, or null.</summary>
    internal static Violation? CheckMtu(DeviceSpec device)
    {
        if (device.Net?.Mtu is not int mtu || mtu is >= LowestMtu and <= HighestMtu)
        {
            return null;
        }

        string nearest = (mtu < LowestMtu ? LowestMtu : HighestMtu).ToString(CultureInfo.InvariantCulture);
        return new(NetRules.MtuOutOfRange, device.TargetOf("Mtu"), [mtu.ToString(CultureInfo.InvariantCulture), device.Name, nearest], null, nearest);
    }

    /// <summary>What is wrong with the limits of rate of a network, or null.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="tap">The tap's name; null if it is on none.</param>
    /// <param name="isKernels">Whether the kernel is to move the tap's frames.</param>
    /// <param name="isLimited">Whether there is a limit.</param>
    public static Violation? CheckLimits(string property, string? tap, bool isKernels, bool isLimited) =>
        tap is not null && isKernels && isLimited ? new(NetRules.LimitsOfKernels, Target.ValueOf(property), [property, tap]) : null;

    /// <summary>What is wrong with a tap that another machine has too.</summary>
    /// <returns>The violation; its related target is in that machine.</returns>
    internal static Violation DescribeSharedTap(string property, string tap, string other, string machine) =>
        new(NetRules.TapSharedByMachines, Target.ValueOf(property), [property, tap, other, machine], Target.ValueOf(other));
}
