namespace KvmSdk.Devices.Images.Qcow2;

/// <summary>An image cannot be used. Found before anything is written to it.</summary>
/// <param name="what">What is wrong, and where in the file; no full stop.</param>
/// <param name="remedy">What the user can do; no full stop.</param>
public sealed class Qcow2Exception(string what, string remedy) : Exception($"{what}; {remedy}")
{
    /// <summary>What is wrong, and where in the file.</summary>
    public string What { get; } = what;

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The tables contradict each other, or point where nothing can be.</summary>
    internal static Qcow2Exception Damaged(string what) =>
        new(what, "its tables are damaged: restore a copy, or see what 'qemu-img check -r all FILE' can repair");
}
