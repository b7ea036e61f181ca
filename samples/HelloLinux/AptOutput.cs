using System.Globalization;

namespace HelloLinux;

/// <summary>Reads what apt's programs print for other programs.</summary>
internal static class AptOutput
{
    private const string KernelPrefix = "linux-image-";

    /// <summary>
    /// The kernel that a metapackage stands for at the moment, such as <c>linux-image-6.1.0-56-cloud-amd64</c>: its name carries the kernel's
    /// version, so it moves with every update.
    /// </summary>
    /// <param name="depends">What <c>apt-cache depends</c> says of the metapackage.</param>
    /// <returns>The package; null if there is none.</returns>
    public static string? KernelIn(string depends)
    {
        foreach (string line in depends.Split('\n'))
        {
            // An alternative ("this or the next") is marked by a bar.
            string[] words = line.Trim().TrimStart('|').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["Depends:", var package]
                && package.StartsWith(KernelPrefix, StringComparison.Ordinal)
                && package.Length > KernelPrefix.Length
                && char.IsAsciiDigit(package[KernelPrefix.Length]))
            {
                return package;
            }
        }

        return null;
    }

    /// <summary>How much of a download is done, from a line of apt's status channel (<c>APT::Status-Fd</c>): <c>dlstatus:1:40.5:Retrieving file 1 of 2</c>.</summary>
    /// <returns>0 to 100; null if the line says something else.</returns>
    public static int? PercentIn(string line) =>
        line.Split(':') is ["dlstatus", _, var percent, ..]
        && double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            ? (int)Math.Clamp(value, 0, 100)
            : null;
}
