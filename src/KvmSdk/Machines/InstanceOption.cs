namespace KvmSdk;

/// <summary>A property of a machine's record that an option or a configuration key can set.</summary>
/// <param name="Property">The property's name, e.g. <c>RootDisk</c>: the option is <c>--root-disk</c>, the key <c>rootDisk</c>.</param>
/// <param name="Type">The property's type, for help.</param>
/// <param name="IsRequired">Whether the machine cannot start without it.</param>
public sealed record InstanceOption(string Property, Type Type, bool IsRequired);
