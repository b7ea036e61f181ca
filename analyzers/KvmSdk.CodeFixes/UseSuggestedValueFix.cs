using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace KvmSdk.CodeFixes;

/// <summary>Gives an attribute argument the value that the rule suggests: in range, aligned, or free.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSuggestedValueFix))]
[Shared]
public sealed class UseSuggestedValueFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        MachineRules.CpusOutOfRange.Id, MachineRules.CpusAboveMaximum.Id, MachineRules.TopologyMismatch.Id, MachineRules.MemoryOutOfRange.Id, MachineRules.MemoryNotWholePages.Id,
        AddressRules.PortsOverlap.Id, AddressRules.WindowMisaligned.Id, AddressRules.WindowsOverlap.Id,
        InterruptRules.IrqClaimedTwice.Id,
        GuestDeviceRules.BadWindowSize.Id, GuestDeviceRules.RegisterMisaligned.Id, GuestDeviceRules.RegisterOutside.Id,
        GuestDeviceRules.RegistersOverlap.Id, GuestDeviceRules.BadReset.Id, GuestDeviceRules.BadArray.Id, GuestDeviceRules.FieldsOverlap.Id,
        BootRules.BadLoadAddress.Id, BootRules.TooLittleForLinux.Id,
        SharedMemoryRules.BadAddress.Id, SharedMemoryRules.OutsideRam.Id, SharedMemoryRules.OverBootMemory.Id, SharedMemoryRules.Overlap.Id,
        SharedMemoryRules.BadSize.Id,
        NetRules.MacMalformed.Id, NetRules.MacUnusable.Id, NetRules.MacTaken.Id, NetRules.MacTakenElsewhere.Id, NetRules.MtuOutOfRange.Id,
        QueueRules.SizeUnusable.Id, QueueRules.CountOutOfRange.Id, BlockRules.SectorSizeUnusable.Id,
        ConsoleRules.NameUnusable.Id, ConsoleRules.NameTaken.Id,
        BalloonRules.OnReservedPages.Id,
        FileSystemRules.TagUnusable.Id, FileSystemRules.TagTaken.Id,
        PmemRules.SizeUnusable.Id, PmemRules.AddressUnusable.Id, PmemRules.OverRam.Id,
        VsockRules.CidReserved.Id, VsockRules.CidOfTwoMachines.Id,
    ];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Suggestion) is not { } suggestion
            || diagnostic.Property(DiagnosticProperties.Argument) is not { } argument
            || node.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return null;
        }

        ExpressionSyntax value = SyntaxFactory.ParseExpression(suggestion);
        int position = node.FirstAncestorOrSelf<AttributeArgumentSyntax>() is { NameEquals: null } positional ? attribute.ArgumentList!.Arguments.IndexOf(positional) : -1;
        return new($"Set {argument} to {suggestion}", editor => editor.ReplaceNode(
            attribute,
            (current, _) => WithArgument((AttributeSyntax)current, argument, position, value)));
    }

    private static AttributeSyntax WithArgument(AttributeSyntax attribute, string name, int position, ExpressionSyntax value)
    {
        if ((position >= 0 ? attribute.ArgumentList?.Arguments[position] : Arguments.Find(attribute, name)) is { } written)
        {
            return attribute.ReplaceNode(written.Expression, value.WithTriviaFrom(written.Expression));
        }

        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(value)
            .WithNameEquals(SyntaxFactory.NameEquals(name))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return attribute.AddArgumentListArguments(argument);
    }
}
