// Why: the compiler wants the names of generated files to be different in more than case, and takes away everything that the generator
// made if two are not. Names of types may differ in less: in case, or by belonging to a namespace here and to a type there.

using System.Globalization;
using KvmSdk.Model;

namespace KvmSdk.Generators.Emission;

/// <summary>Names the files of one generator in one compilation.</summary>
internal static class HintNames
{
    /// <summary>The full name of a type, with which the names of its files begin unless another's do too.</summary>
    public static string Stem(DeclaredType type)
    {
        string types = string.Concat(type.EnclosingTypes.Select(outer => outer.Substring(outer.LastIndexOf(' ') + 1) + "."));
        return ((type.Namespace.Length == 0 ? "" : type.Namespace + ".") + types + type.Name).Replace("@", "");
    }

    /// <summary>Those of <paramref name="stems"/> that the compiler could take for another; none, in nearly every program.</summary>
    public static EquatableArray<string> Ambiguous(IEnumerable<string> stems) =>
        stems.GroupBy(stem => stem, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any())
            .SelectMany(group => group).Distinct().OrderBy(stem => stem, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The stem for a type: its full name, made different by a number where that alone is not.</summary>
    public static string Unique(DeclaredType type, EquatableArray<string> ambiguous)
    {
        string stem = Stem(type);
        return ambiguous.Contains(stem)
            ? $"{stem}.{Hash($"{type.Namespace}|{string.Join("|", type.EnclosingTypes)}|{type.Name}").ToString("X8", CultureInfo.InvariantCulture)}"
            : stem;
    }

    /// <summary>FNV-1a over the characters: the same in every process, unlike a string's own hash code.</summary>
    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, static (hash, character) => unchecked((hash ^ character) * 16_777_619u));
}
