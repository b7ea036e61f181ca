using KvmSdk;

namespace HelloLinux;

/// <summary>In which order kernel modules can be loaded one by one.</summary>
/// <param name="dependencies">The lines of modules.dep: a file, a colon, and the files that it needs, the nearest first.</param>
/// <param name="builtIn">The lines of modules.builtin: modules that this kernel has without a file.</param>
internal sealed class ModuleOrder(IEnumerable<string> dependencies, IEnumerable<string> builtIn)
{
    private readonly Dictionary<string, string[]> _files = dependencies
        .Select(line => line.Split((char[])[':', ' '], StringSplitOptions.RemoveEmptyEntries))
        .Where(files => files.Length > 0)
        .ToDictionary(files => NameOf(files[0]));

    private readonly HashSet<string> _builtIn = [.. builtIn.Select(NameOf)];

    /// <summary>The files of the given modules and of all that they need, each once and after what it needs.</summary>
    /// <param name="names">The modules, with dashes or underscores.</param>
    /// <exception cref="HostException">The kernel lacks one of them.</exception>
    public IReadOnlyList<string> Of(params IEnumerable<string> names)
    {
        List<string> order = [];
        foreach (string name in names.Select(NameOf))
        {
            if (_files.TryGetValue(name, out string[]? files))
            {
                order.AddRange(files.Reverse().Except(order));
            }
            else if (!_builtIn.Contains(name))
            {
                throw new HostException("the kernel's modules", $"there is no {name}", "delete the cached kernel, so that another is fetched");
            }
        }

        return order;
    }

    /// <summary>A file's or module's name as the kernel knows it: no directory, no .ko or .ko.xz, underscores.</summary>
    private static string NameOf(string file) => Path.GetFileName(file).Split('.')[0].Replace('-', '_');
}
