namespace KvmSdk.Model.Rules;

/// <summary>
/// One thing that a machine, or the code that serves one, must satisfy. The same rule speaks in the editor (as a diagnostic),
/// at start (for values that only the instance knows) and in the documentation, always with the same id and sentence.
/// </summary>
/// <param name="Id">The stable id, <c>KVMnnnn</c>; its hundreds digit is the family (01 machine, 02 address map, 03 interrupts, 04 devices, 05 boot, 06 users' devices, and from 50 on shared memory, 07 hot path, 08 portability).</param>
/// <param name="Title">What is wrong, in a few words, without the particulars.</param>
/// <param name="Format">The sentence, with <c>{0}</c>-style places for the particulars: what, where, and the remedy.</param>
public sealed record Rule(string Id, string Title, string Format)
{
    /// <summary>How it speaks in the editor.</summary>
    public RuleSeverity Severity { get; init; } = RuleSeverity.Binding;

    /// <summary>The sentence for one violation.</summary>
    /// <param name="arguments">The particulars, already formatted for people.</param>
    public string Describe(EquatableArray<string> arguments) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Format, arguments.ToArray<object>());
}
