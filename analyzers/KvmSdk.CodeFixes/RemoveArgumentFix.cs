using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.CodeFixes;

/// <summary>Takes away an argument that has no effect, or whose value the planner chooses better.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgumentFix))]
[Shared]
public sealed class RemoveArgumentFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        AddressRules.PortsReserved.Id, AddressRules.WindowReserved.Id, InterruptRules.IrqUnavailable.Id, DeviceRules.ArgumentWithoutEffect.Id,
        GuestDeviceRules.AccessImpossible.Id, GuestDeviceRules.BadReset.Id, GuestDeviceRules.BadArray.Id,
    ];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        // What can be set right need not go.
        if (diagnostic.Property(DiagnosticProperties.Suggestion) is not null
            || diagnostic.Property(DiagnosticProperties.Argument) is not { } name
            || node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || Arguments.Find(attribute, name) is null)
        {
            return null;
        }

        bool isAssigned = diagnostic.Id == AddressRules.PortsReserved.Id || diagnostic.Id == AddressRules.WindowReserved.Id || diagnostic.Id == InterruptRules.IrqUnavailable.Id;
        string title = isAssigned ? $"Remove {name}, to have it assigned" : $"Remove {name}";
        return new(title, editor => editor.ReplaceNode(attribute, (current, _) => Without((AttributeSyntax)current, name)));
    }

    private static AttributeSyntax Without(AttributeSyntax attribute, string name)
    {
        if (Arguments.Find(attribute, name) is not { } argument)
        {
            return attribute;
        }

        AttributeArgumentListSyntax list = attribute.ArgumentList!;
        return list.Arguments.Count == 1
            ? attribute.WithArgumentList(null)
            : attribute.WithArgumentList(list.WithArguments(list.Arguments.Remove(argument)));
    }
}
