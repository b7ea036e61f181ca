using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine;

/// <summary>How a <see cref="KernelEntry"/> is written on the command line, in the configuration file and by <c>inspect</c>.</summary>
internal static class KernelEntrySyntax
{
    /// <summary>All of the words, for people.</summary>
    public const string Words = "auto, decompressor, kernel64 or pvh";

    /// <summary>The word for <paramref name="entry"/>.</summary>
    public static string Of(KernelEntry entry) => entry switch
    {
        KernelEntry.Decompressor => "decompressor",
        KernelEntry.Kernel64 => "kernel64",
        KernelEntry.Pvh => "pvh",
        _ => "auto",
    };

    /// <summary>The entry that <paramref name="text"/> names.</summary>
    /// <param name="text">One of the <see cref="Words"/>.</param>
    /// <param name="source">Where the text comes from, for messages.</param>
    /// <exception cref="UsageException">It is none of them.</exception>
    public static KernelEntry Parse(string text, string source) => text switch
    {
        "auto" => KernelEntry.Automatic,
        "decompressor" => KernelEntry.Decompressor,
        "kernel64" => KernelEntry.Kernel64,
        "pvh" => KernelEntry.Pvh,
        _ => throw new UsageException($"{source}: '{text}' is no way into a kernel; give {Words}"),
    };
}
