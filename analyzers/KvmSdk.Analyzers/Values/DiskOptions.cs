using KvmSdk.Parser;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Analyzers.Values;

/// <summary>What an image's value says that only a disk can heed.</summary>
internal static class DiskOptions
{
    private static readonly string[] _all = ["cache", "limit", "engine", "serial"];

    /// <summary>The parameters that are given, in the order in which the image's text has them.</summary>
    public static IReadOnlyCollection<string> Of(ConfigurationValue value) =>
        [.. _all.Where(option => value.Arguments.TryGetValue(option, out object? given) && IsSet(given))];

    /// <summary>The same image without them, as C# text.</summary>
    public static string Without(ConfigurationValue value) => value.Member == "Embedded"
        ? $"global::{WellKnownNames.DiskImage}.Embedded({Literal(value.Argument<string>("name"))})"
        : $"global::{WellKnownNames.DiskImage}.Raw({Literal(value.Argument<string>("path"))}{(value.Argument<bool>("readOnly") ? ", readOnly: true" : "")})";

    // The first member of each enumeration is what holds where nothing is said.
    private static bool IsSet(object? given) => given is not (null or 0 or ConfigurationValue { Member: "None" });

    private static string Literal(string? text) => SymbolDisplay.FormatLiteral(text ?? "", quote: true);
}
