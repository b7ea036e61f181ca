namespace KvmSdk.CommandLine;

/// <summary>What a <see cref="CommandOption"/> sets.</summary>
internal enum OptionTarget
{
    /// <summary>The number of virtual CPUs.</summary>
    Cpus,

    /// <summary>The size of RAM.</summary>
    Memory,

    /// <summary>The host's pages behind RAM.</summary>
    HugePages,

    /// <summary>All of RAM is made resident before the guest starts.</summary>
    Prefault,

    /// <summary>Where time went is printed at the end.</summary>
    Profile,

    /// <summary>What is added to the kernel's command line.</summary>
    Append,

    /// <summary>Where the kernel is entered.</summary>
    KernelEntry,

    /// <summary>The configuration file.</summary>
    Config,

    /// <summary>The form of an answer.</summary>
    Json,

    /// <summary>The help is wanted.</summary>
    Help,

    /// <summary>The versions are wanted.</summary>
    Version,

    /// <summary>A property of the machine's record.</summary>
    Property,
}

/// <summary>An option of a VM program.</summary>
/// <param name="Target">What it sets.</param>
/// <param name="Name">How it is written, with its dashes.</param>
/// <param name="ValueName">What help calls its value; empty for a flag.</param>
/// <param name="Key">The key of the configuration file that sets the same; empty if none does.</param>
/// <param name="Description">What it means, in a few words.</param>
/// <param name="Property">The machine's property, for <see cref="OptionTarget.Property"/>.</param>
internal sealed record CommandOption(
    OptionTarget Target, string Name, string ValueName, string Key, string Description, InstanceOption? Property = null)
{
    /// <summary>Whether it takes a value.</summary>
    public bool TakesValue => ValueName.Length > 0;

    /// <summary>Whether it stands alone for "true", and takes another value only after an equals sign.</summary>
    public bool IsSwitch => Target is OptionTarget.Prefault or OptionTarget.Profile;

    /// <summary>The type of its value, which decides how a configuration file may write it.</summary>
    public Type ValueType => Property?.Type ?? Target switch
    {
        OptionTarget.Cpus or OptionTarget.Memory => typeof(int),
        OptionTarget.Prefault or OptionTarget.Profile => typeof(bool),
        _ => typeof(string),
    };
}
