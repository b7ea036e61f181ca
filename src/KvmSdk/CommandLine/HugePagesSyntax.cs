using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine;

/// <summary>How <see cref="HugePages"/> are written on the command line, in the configuration file and by <c>inspect</c>.</summary>
internal static class HugePagesSyntax
{
    /// <summary>All of the words, for people.</summary>
    public const string Words = "auto, none, transparent or 2M";

    /// <summary>The word for <paramref name="pages"/>.</summary>
    public static string Of(HugePages pages) => pages switch
    {
        HugePages.None => "none",
        HugePages.Transparent => "transparent",
        HugePages.HugeTlb2MiB => "2M",
        _ => "auto",
    };

    /// <summary>The pages that <paramref name="text"/> names.</summary>
    /// <param name="text">One of the <see cref="Words"/>.</param>
    /// <param name="source">Where the text comes from, for messages.</param>
    /// <exception cref="UsageException">It is none of them.</exception>
    public static HugePages Parse(string text, string source) => text switch
    {
        "auto" => HugePages.Automatic,
        "none" => HugePages.None,
        "transparent" => HugePages.Transparent,
        "2M" => HugePages.HugeTlb2MiB,
        _ => throw new UsageException($"{source}: '{text}' names no pages; give {Words}"),
    };
}
