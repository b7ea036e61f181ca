namespace KvmSdk.Fuzz;

/// <summary>
/// Something that bytes from a guest, or from a file that anybody may have made, go into. A class in Targets is all that a new one needs: it is found by
/// its base class, here, by tests/fuzz/run and by the replay in the tests.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>All targets, in order of name.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. typeof(FuzzTarget).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(FuzzTarget)) && !type.IsAbstract)
            .Select(static type => (FuzzTarget)Activator.CreateInstance(type)!)
            .OrderBy(static target => target.Name, StringComparer.Ordinal),
    ];

    /// <summary>What it is called on the command line, and its corpus's folder.</summary>
    public abstract string Name { get; }

    /// <summary>Inputs to begin with: right ones, from which a fuzzer goes on.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>
    /// Whether a bug is planted in the target: what <see cref="Plant"/> waits for then is one. It proves that the target can fail and that the fuzzer gets deep enough
    /// to see it. Switched on by KVMSDK_FUZZ_PLANT=1, which tests/fuzz/run --planted sets.
    /// </summary>
    public static bool IsPlanted { get; set; } = Environment.GetEnvironmentVariable("KVMSDK_FUZZ_PLANT") == "1";

    /// <summary>Whether an input has met the planted bug, planted or not.</summary>
    public static bool MetPlant { get; set; }

    public static FuzzTarget Find(string name) =>
        All.FirstOrDefault(target => target.Name == name) ?? throw new ArgumentException($"there is no target '{name}'; there are: {string.Join(", ", All.Select(target => target.Name))}");

    /// <summary>Runs one input. Whatever is thrown is a finding, so a target catches what it expects, and throws where something is not as it should be.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>Throws unless something holds that always has to.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException(what);
    }

    /// <summary>Where the planted bug is: a state that no seed reaches.</summary>
    public static void Plant(bool isThere)
    {
        if (!isThere) return;
        MetPlant = true;
        Require(!IsPlanted, "the planted bug was met");
    }
}
