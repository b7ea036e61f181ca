namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>What can be found wrong with an image while it is in use.</summary>
public enum Qcow2DamageKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An L2 entry points where no cluster can be.</summary>
    Entry,

    /// <summary>A compressed cluster cannot be unpacked.</summary>
    Compressed,

    /// <summary>A cluster was in use and is not counted.</summary>
    Count,
}

/// <summary>What was found wrong with an image while it was in use.</summary>
/// <param name="Kind">What.</param>
/// <param name="Place">Where: a byte of the disk for an entry, of the file for the others.</param>
[method: HotPath]
public readonly record struct Qcow2Damage(Qcow2DamageKind Kind, ulong Place)
{
    /// <summary>As a sentence without a full stop.</summary>
    public string Describe() => Kind switch
    {
        Qcow2DamageKind.Entry => $"the L2 entry for byte 0x{Place:x} of the disk points where no cluster can be",
        Qcow2DamageKind.Compressed => $"the compressed cluster at 0x{Place:x} of the file cannot be unpacked",
        Qcow2DamageKind.Count => $"the cluster at 0x{Place:x} of the file was in use, but not counted",
        _ => "nothing is wrong",
    };
}
