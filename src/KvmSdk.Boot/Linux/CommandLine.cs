using System.Text;

namespace KvmSdk.Boot.Linux;

/// <summary>The kernel command line: checked against what the kernel reads, since a longer one would be cut off without a word.</summary>
internal static class CommandLine
{
    private const string Where = "kernel command line";

    /// <summary>Writes the text and its NUL to <see cref="BootLayout.CommandLine"/>.</summary>
    /// <param name="ram">Guest RAM.</param>
    /// <param name="text">The command line.</param>
    /// <param name="kernelMax">Bytes the kernel reads, without the NUL.</param>
    public static void Write(IGuestRam ram, string text, ulong kernelMax)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new BootException(Where, "it contains a NUL character, where the kernel would stop reading", "remove the character");
        }

        int length = Encoding.UTF8.GetByteCount(text);
        ulong max = Math.Min(kernelMax, BootLayout.CommandLineSize - 1);
        if ((ulong)length > max)
        {
            throw new BootException(Where, $"its {length} bytes are more than the {max} the kernel reads", "shorten it");
        }

        Span<byte> area = GuestRamAccess.Span(ram, BootLayout.CommandLine, BootLayout.CommandLineSize, Where);
        Encoding.UTF8.GetBytes(text, area);
        area[length..].Clear();
    }
}
