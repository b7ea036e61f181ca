using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace KvmSdk.CodeFixes;

/// <summary>Corrects one parameter of a kernel's command line, or takes it away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CorrectKernelParameterFix))]
[Shared]
public sealed class CorrectKernelParameterFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        KernelParameterRules.ConsoleNotDeclared.Id, KernelParameterRules.RootNotDeclared.Id,
        KernelParameterRules.Contradiction.Id, KernelParameterRules.Overridden.Id,
    ];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Text) is not { } text
            || diagnostic.Property(DiagnosticProperties.Argument) is not { } argument
            || node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || Find(attribute, argument, text) is null)
        {
            return null;
        }

        string right = diagnostic.Property(DiagnosticProperties.Suggestion) ?? "";
        return new(
            right.Length > 0 ? $"Use '{right}'" : $"Remove '{text}'",
            editor => editor.ReplaceNode(attribute, (current, _) => Corrected((AttributeSyntax)current, argument, text, right)));
    }

    private static SyntaxToken? Find(AttributeSyntax attribute, string argument, string text) =>
        Arguments.Find(attribute, argument) is { } written && LiteralText.Find(written.Expression, text) is { } span
            ? written.FindToken(span.Start)
            : null;

    private static AttributeSyntax Corrected(AttributeSyntax attribute, string argument, string text, string right)
    {
        if (Find(attribute, argument, text) is not { } token)
        {
            return attribute; // Corrected already, with another mistake in the same text.
        }

        TextSpan span = LiteralText.Find(Arguments.Find(attribute, argument)!.Expression, text)!.Value;
        int start = span.Start - token.SpanStart;
        int end = start + span.Length;
        if (right.Length == 0)
        {
            // One of the blanks around it goes with it.
            start -= token.Text[start - 1] == ' ' ? 1 : 0;
            end += start == span.Start - token.SpanStart && token.Text[end] == ' ' ? 1 : 0;
        }

        string corrected = token.Text.Remove(start, end - start).Insert(start, right);
        return attribute.ReplaceToken(token, SyntaxFactory.ParseToken(corrected).WithTriviaFrom(token));
    }
}
