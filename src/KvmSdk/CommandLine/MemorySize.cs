using System.Globalization;

namespace KvmSdk.CommandLine;

/// <summary>Reads a size of RAM as people write it: MiB, or with a suffix <c>M</c> or <c>G</c>.</summary>
internal static class MemorySize
{
    /// <summary>The size in MiB. Whether it suits a machine is for the Model's rules to say, so a negative number is read too.</summary>
    /// <param name="text">Digits and at most one suffix: <c>512</c>, <c>512M</c> or <c>2G</c>, the suffix in either case.</param>
    /// <param name="source">Where the text comes from, for messages.</param>
    /// <exception cref="UsageException">It is written otherwise, or does not fit 32 bits.</exception>
    public static int Parse(string text, string source) => TryParse(text, out int mebibytes)
        ? mebibytes
        : throw new UsageException($"{source}: '{text}' is not a size; give MiB, or a suffix, as in 512, 512M or 2G");

    /// <summary>The size in MiB, if the text is one.</summary>
    public static bool TryParse(string text, out int mebibytes)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimEnd("MmGg");
        int factor = text.AsSpan(digits.Length) switch
        {
            "" or "M" or "m" => 1,
            "G" or "g" => 1024,
            _ => 0,
        };
        long value = 0;
        bool isSize = factor != 0
            && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= -(int.MaxValue / factor) && value <= int.MaxValue / factor;
        mebibytes = isSize ? (int)value * factor : 0;
        return isSize;
    }
}
