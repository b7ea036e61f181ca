namespace KvmSdk.Model.Rules;

/// <summary>Family 04: directories that a guest shares with its host.</summary>
public static class FileSystemRules
{
    /// <summary>No guest could mount by this tag, or the device could not hold it.</summary>
    public static Rule TagUnusable { get; } = new("KVM0465", "Tag unusable",
        "Tag '{0}' of '{1}' {2}; a tag has 1 to 36 bytes of UTF-8, in one line");

    /// <summary>A guest that mounts by the tag would get the one or the other.</summary>
    public static Rule TagTaken { get; } = new("KVM0466", "Tag used twice",
        "Tag '{0}' of '{1}' is already that of '{2}', and a guest mounts by the tag; '{3}' is free");

    /// <summary>Linux's number for no user at all.</summary>
    public static Rule OwnerUnusable { get; } = new("KVM0467", "Owner unusable",
        "{0} is given the {1} 4294967295, which Linux takes for none; name a user or group of the guest, 0 for root")
    {
        Severity = RuleSeverity.Error,
    };
}
