namespace KvmSdk.Model.Rules;

/// <summary>One rule broken at one place: pure data, for a diagnostic, an exception, or a list.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Target">Where.</param>
/// <param name="Arguments">The particulars of the sentence.</param>
/// <param name="Related">The other declaration that takes part, e.g. the one that claimed the interrupt first.</param>
/// <param name="Suggestion">The C# text that would repair the target, where the repair is mechanical; else empty.</param>
public sealed record Violation(Rule Rule, Target Target, EquatableArray<string> Arguments, Target? Related = null, string Suggestion = "")
{
    /// <summary>The sentence: what is wrong, where, and the remedy.</summary>
    public string Message => Rule.Describe(Arguments);

    /// <inheritdoc/>
    public override string ToString() => $"{Rule.Id}: {Message}";
}
