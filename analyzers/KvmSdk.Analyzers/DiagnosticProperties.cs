using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers;

/// <summary>What a diagnostic carries for the code fixes: the violation's target by name, since an argument may not be written yet.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The C# text that repairs the target; absent where the repair is not mechanical.</summary>
    public const string Suggestion = nameof(Suggestion);

    /// <summary>The name of the attribute argument at fault; absent where none is.</summary>
    public const string Argument = nameof(Argument);

    /// <summary>The part of the argument's text that is at fault; absent where all of it is.</summary>
    public const string Text = nameof(Text);

    /// <summary>A property of <paramref name="diagnostic"/>, by one of the names here; null if it carries none.</summary>
    public static string? Property(this Diagnostic diagnostic, string name) => diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The properties of the diagnostic for <paramref name="violation"/>.</summary>
    public static ImmutableDictionary<string, string?> Of(Violation violation)
    {
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (violation.Suggestion.Length > 0)
        {
            properties = properties.Add(Suggestion, violation.Suggestion);
        }

        if (violation.Target.Text.Length > 0)
        {
            properties = properties.Add(Text, violation.Target.Text);
        }

        return violation.Target.Argument.Length > 0 ? properties.Add(Argument, violation.Target.Argument) : properties;
    }
}
