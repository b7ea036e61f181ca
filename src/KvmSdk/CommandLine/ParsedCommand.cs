namespace KvmSdk.CommandLine;

/// <summary>A command line, understood but not yet checked against the machine.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Values">The values given to options, as texts; each option at most once.</param>
/// <param name="Json">Whether the answer is wanted as JSON.</param>
internal sealed record ParsedCommand(Verb Verb, IReadOnlyList<(CommandOption Option, string Text)> Values, bool Json)
{
    /// <summary>The text given to one of the SDK's own options, or null.</summary>
    public string? TextOf(OptionTarget target)
    {
        foreach ((CommandOption option, string text) in Values)
        {
            if (option.Target == target)
            {
                return text;
            }
        }

        return null;
    }
}
