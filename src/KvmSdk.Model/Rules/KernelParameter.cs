using System.Text;

namespace KvmSdk.Model.Rules;

/// <summary>One parameter of a Linux kernel's command line, taken apart as the kernel does (<c>lib/cmdline.c</c>, <c>next_arg</c>).</summary>
/// <param name="Text">The parameter as written, e.g. <c>console=ttyS0,115200</c>.</param>
/// <param name="Key">What precedes the equals sign, with underscores for hyphens: the kernel does not tell them apart.</param>
/// <param name="Value">What follows it, without quotes; null where there is none.</param>
internal sealed record KernelParameter(string Text, string Key, string? Value)
{
    /// <summary>The parameters up to <c>--</c>, after which everything is the init program's.</summary>
    public static IReadOnlyList<KernelParameter> Split(string commandLine)
    {
        List<KernelParameter> parameters = [];
        var text = new StringBuilder();
        bool quoted = false;
        foreach (char character in commandLine + ' ')
        {
            quoted ^= character == '"';
            if (quoted || !char.IsWhiteSpace(character))
            {
                text.Append(character);
            }
            else if (text.Length > 0)
            {
                if (text.ToString() == "--")
                {
                    return parameters;
                }

                parameters.Add(Of(text.ToString()));
                text.Clear();
            }
        }

        return parameters;
    }

    private static KernelParameter Of(string text)
    {
        string[] parts = text.Split(['='], 2);
        return new(text, parts[0].Trim('"').Replace('-', '_'), parts.Length > 1 ? parts[1].Trim('"') : null);
    }
}
