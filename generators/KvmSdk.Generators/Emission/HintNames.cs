// Why: the compiler wants the names of generated files to be different in more than case, and takes away everything that the generator
// made if two are not. Names of types may differ in less: in case, or by belonging to a namespace here and to a type there.

using System.Globalization;
using KvmSdk.Model;
using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>Names the files of the machines of one compilation.</summary>
internal static class HintNames
{
    /// <summary>The full name of a machine, with which the names of its files begin unless another machine's do too.</summary>
    public static string Stem(MachineSpec spec)
    {
        string types = string.Concat(spec.EnclosingTypes.Select(type => type.Substring(type.LastIndexOf(' ') + 1) + "."));
        return ((spec.Namespace.Length == 0 ? "" : spec.Namespace + ".") + types + spec.Name).Replace("@", "");
    }

    /// <summary>Those of <paramref name="stems"/> that the compiler could take for another; none, in nearly every program.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> stems) =>
        stems.GroupBy(stem => stem, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any())
            .SelectMany(group => group).Distinct().OrderBy(stem => stem, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The stem for a machine: its full name, made different by a number where that alone is not.</summary>
    public static string Unique(MachineSpec spec, EquatableArray<string> ambiguous)
    {
        string stem = Stem(spec);
        return ambiguous.Contains(stem)
            ? $"{stem}.{Hash($"{spec.Namespace}|{string.Join("|", spec.EnclosingTypes)}|{spec.Name}").ToString("X8", CultureInfo.InvariantCulture)}"
            : stem;
    }

    /// <summary>FNV-1a over the characters: the same in every process, unlike a string's own hash code.</summary>
    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, static (hash, character) => unchecked((hash ^ character) * 16_777_619u));
}
