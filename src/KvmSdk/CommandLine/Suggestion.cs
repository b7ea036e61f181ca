namespace KvmSdk.CommandLine;

/// <summary>Finds what a mistyped word was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The remedy for an unknown word: the nearest known one, or a pointer to the help.</summary>
    public static string For(string word, IEnumerable<string> known, string otherwise) =>
        Nearest(word, known) is { } nearest ? $"did you mean '{nearest}'?" : otherwise;

    /// <summary>The known word that is fewest edits away, if it is near enough to be meant; the first of several.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        int letters = word.Trim('-').Length;
        int fewest = letters < 3 ? 1 : Math.Max(1, letters / 3) + 1;
        foreach (string candidate in known)
        {
            int edits = Distance(word, candidate);
            if (edits < fewest)
            {
                (nearest, fewest) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>
    /// The edits from one word to the other, where an edit inserts, removes or replaces a letter or swaps two neighbours
    /// (optimal string alignment); letters are compared without case.
    /// </summary>
    public static int Distance(string first, string second)
    {
        int[,] edits = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Cheapest(i, j);
            }
        }

        return edits[first.Length, second.Length];

        int Cheapest(int i, int j)
        {
            int replaced = edits[i - 1, j - 1] + (Same(i, j) ? 0 : 1);
            int cheapest = Math.Min(replaced, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
            bool swapped = i > 1 && j > 1 && Same(i, j - 1) && Same(i - 1, j);
            return swapped ? Math.Min(cheapest, edits[i - 2, j - 2] + 1) : cheapest;
        }

        bool Same(int i, int j) => char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]);
    }
}
