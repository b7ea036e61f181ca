namespace KvmSdk.Model.Spec;

/// <summary>What a socket device's attribute says besides its place.</summary>
/// <param name="Cid">The guest's address (context id) as declared, unchecked; null for <see cref="DefaultCid"/>.</param>
public sealed record VsockSpec(uint? Cid)
{
    /// <summary>The first address that a guest can have.</summary>
    public const uint DefaultCid = 3;
}
