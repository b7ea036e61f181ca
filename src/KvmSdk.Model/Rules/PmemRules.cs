namespace KvmSdk.Model.Rules;

/// <summary>Family 04: files that are the guest's memory.</summary>
public static class PmemRules
{
    /// <summary>What the guest's processor reads is the file's bytes, as they are.</summary>
    public static Rule NotRaw { get; } = new("KVM0490", "Persistent memory of no raw image",
        "Persistent memory '{0}' is a {1} image, and only a raw one can be mapped; convert it with 'qemu-img convert -O raw', or declare a [Block]");

    /// <summary>No request passes the monitor, so there is nothing that a limit or a cache could hold.</summary>
    public static Rule OptionWithoutEffect { get; } = new("KVM0491", "Persistent memory with an option of disks",
        "Persistent memory '{0}' cannot have {1}, as a disk has; leave it out, or declare a [Block]");

    /// <summary>Linux takes it in pieces of 2 MiB.</summary>
    public static Rule SizeUnusable { get; } = new("KVM0492", "Size of persistent memory unusable",
        "MaxMiB {0} of '{1}' is not a multiple of 2 from 2 to {2}; use {3}, or leave MaxMiB out");

    /// <summary>It lies beside RAM and devices, and each by itself.</summary>
    public static Rule AddressUnusable { get; } = new("KVM0493", "Address of persistent memory unusable",
        "The memory of '{0}' at 0x{1} {2}; {3}");

    /// <summary>RAM grows upwards from 4 GiB.</summary>
    public static Rule OverRam { get; } = new("KVM0494", "RAM reaches persistent memory",
        "{0} MiB of RAM end at 0x{1}, over the memory of '{2}' at 0x{3}; {4}");

    /// <summary>All of it has to lie below where 40 address bits end.</summary>
    public static Rule AddressesExhausted { get; } = new("KVM0495", "No room for persistent memory",
        "Persistent memory '{0}' of at most {1} MiB finds no room in {2}; make MaxMiB smaller, of this or another");

    /// <summary>Known only at start: the host's processor has fewer address bits.</summary>
    public static Rule NotAddressable { get; } = new("KVM0496", "Persistent memory beyond the host's address width",
        "The memory of '{0}' ends at 0x{1}, beyond a guest's {2} address bits on this host; {3}");

    /// <summary>Known only at start: how long the file is.</summary>
    public static Rule LargerThanDeclared { get; } = new("KVM0497", "File larger than its persistent memory",
        "File '{0}' of '{1}' has {2} bytes, more than the {3} MiB set aside for it; {4}");
}
