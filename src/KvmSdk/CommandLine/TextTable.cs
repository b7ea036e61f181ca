using System.Text;

namespace KvmSdk.CommandLine;

/// <summary>Writes rows of texts in aligned columns, two spaces apart, without trailing blanks.</summary>
internal static class TextTable
{
    /// <summary>Appends <paramref name="rows"/>, all of the same length, each indented.</summary>
    public static void Write(StringBuilder output, int indent, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            var line = new StringBuilder().Append(' ', indent);
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(row[column].PadRight(widths[column])).Append("  ");
            }

            output.Append(line.ToString().TrimEnd()).Append('\n');
        }
    }
}
