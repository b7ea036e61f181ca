using System.Globalization;

namespace KvmSdk.CommandLine;

/// <summary>A place in a text file, as editors count.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
internal readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>The place of the byte at <paramref name="index"/>; characters are counted, not bytes.</summary>
    public static TextPosition Of(ReadOnlySpan<byte> utf8, int index)
    {
        ReadOnlySpan<byte> before = utf8[..Math.Min(index, utf8.Length)];
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        int column = 1;
        foreach (byte unit in before[lineStart..])
        {
            // Continuation bytes (10xxxxxx) belong to the character before them.
            column += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return new(before.Count((byte)'\n') + 1, column);
    }

    /// <summary>Line and column as compilers write them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
