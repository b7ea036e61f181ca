namespace KvmSdk.Devices.Images;

/// <summary>How an operation on an image ended. Positive values are the host's error numbers (<c>errno</c>), as the file gave them.</summary>
public enum ImageResult
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The file ended where it had contents before.</summary>
    EndedEarly = -1,

    /// <summary>The image contradicts itself; <see cref="Qcow2.Qcow2Image.Damage"/> says how. Nothing was written on account of it.</summary>
    Damaged = -2,
}
