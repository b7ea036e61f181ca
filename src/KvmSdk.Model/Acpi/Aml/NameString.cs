namespace KvmSdk.Model.Acpi.Aml;

/// <summary>A path in the namespace (ACPI 6.5, 20.2.2 "Name Objects Encoding").</summary>
internal static class NameString
{
    /// <summary>Encodes a path of segments between dots, e.g. <c>_SB.C000</c>.</summary>
    /// <param name="path">Each segment has 1 to 4 capital letters, digits or underscores and begins with no digit.</param>
    /// <exception cref="ArgumentException">A segment is not of that form.</exception>
    public static byte[] Encode(string path)
    {
        string[] segments = path.Split('.');
        byte[] prefix = segments.Length switch
        {
            1 => [],
            2 => [0x2E],
            _ => [0x2F, checked((byte)segments.Length)],
        };
        return [.. prefix, .. segments.SelectMany(segment => Segment(segment, path))];
    }

    private static IEnumerable<byte> Segment(string segment, string path)
    {
        bool valid = segment.Length is >= 1 and <= 4 && segment[0] is not (>= '0' and <= '9')
            && segment.All(c => c is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        return valid
            ? segment.PadRight(4, '_').Select(c => (byte)c)
            : throw new ArgumentException(
                $"'{segment}' in '{path}' is not an ACPI name of 1 to 4 capital letters, digits or underscores.", nameof(path));
    }
}
