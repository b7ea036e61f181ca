using System.Globalization;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on disks that look at one value.</summary>
internal static class BlockChecks
{
    /// <summary>What is wrong with the sector size of a disk, or null.</summary>
    public static Violation? CheckSectorSize(DeviceSpec device)
    {
        if (device.Block?.SectorSize is not int size || size is 512 or 1024 or 2048 or 4096)
        {
            return null;
        }

        string nearest = size < BlockSpec.DefaultSectorSize ? "512" : size > 2048 ? "4096" : size > 1024 ? "2048" : "1024";
        return new(
            BlockRules.SectorSizeUnusable, device.TargetOf("SectorSize"), [size.ToString(CultureInfo.InvariantCulture), device.Name, nearest], null, nearest);
    }
}
