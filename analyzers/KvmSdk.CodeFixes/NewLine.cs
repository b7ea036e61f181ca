using Microsoft.CodeAnalysis;

namespace KvmSdk.CodeFixes;

/// <summary>The line ends that a file has already.</summary>
internal static class NewLine
{
    /// <summary>What ends the lines of the file that holds <paramref name="node"/>.</summary>
    public static string Of(SyntaxNode node) =>
        node.ToFullString().IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n";
}
