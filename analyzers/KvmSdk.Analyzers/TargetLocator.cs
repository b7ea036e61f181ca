using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers;

/// <summary>
/// Finds the text that a target names. What is not written (a default) has no text; then the nearest thing that is written
/// stands for it: the attribute, or the name of the property or machine.
/// </summary>
/// <param name="owner">The machine, or the device.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <param name="values">What stands for a property's value in place of its initial one, by property: an instance sets it.</param>
internal sealed class TargetLocator(
    INamedTypeSymbol owner, CancellationToken cancellationToken, IReadOnlyDictionary<string, SyntaxNode>? values = null)
{
    public Location Locate(Target target) => target.Kind switch
    {
        TargetKind.MachineAttribute => AttributeOf(owner, target) ?? NameOfOwner(),
        TargetKind.PropertyName => NameOf(Member(target)) ?? NameOfOwner(),
        TargetKind.PropertyType => TypeOf(Member(target)) ?? NameOfOwner(),
        TargetKind.PropertyValue when values is not null && values.TryGetValue(target.Property, out SyntaxNode? value) => value.GetLocation(),
        TargetKind.PropertyValue => ValueOf(Member(target)) ?? NameOf(Member(target)) ?? NameOfOwner(),
        TargetKind.PropertyAttribute => AttributeOf(Member(target), target) ?? NameOf(Member(target)) ?? NameOfOwner(),
        _ => NameOfOwner(),
    };

    /// <summary>An expression without the parentheses around it.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax value) => value is ParenthesizedExpressionSyntax { Expression: var inner } ? Bare(inner) : value;

    private ISymbol? Member(Target target) => owner.GetMembers(target.Property)
        .Where(member => !member.IsImplicitlyDeclared).ElementAtOrDefault(target.Overload);

    private Location? AttributeOf(ISymbol? symbol, Target target)
    {
        string name = $"KvmSdk.{target.Attribute}Attribute";
        AttributeData? attribute = symbol?.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass.Is(name));
        if (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
        {
            return null;
        }

        AttributeArgumentSyntax? argument = syntax.ArgumentList?.Arguments
            .FirstOrDefault(candidate => (candidate.NameEquals?.Name ?? candidate.NameColon?.Name)?.Identifier.ValueText == target.Argument)
            ?? Positional(syntax, attribute.AttributeConstructor, target.Argument);
        return argument is not null && LiteralText.Find(argument.Expression, target.Text) is { } part
            ? Location.Create(argument.SyntaxTree, part)
            : (argument?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }

    private static AttributeArgumentSyntax? Positional(AttributeSyntax attribute, IMethodSymbol? constructor, string name)
    {
        IParameterSymbol? parameter = constructor?.Parameters.FirstOrDefault(candidate => candidate.Name == name);
        AttributeArgumentSyntax? argument = parameter is null ? null : attribute.ArgumentList?.Arguments.ElementAtOrDefault(parameter.Ordinal);
        return argument is { NameEquals: null, NameColon: null } ? argument : null;
    }

    /// <summary>The name where the owner's attribute stands; its other parts may lie in other files.</summary>
    private Location NameOfOwner()
    {
        AttributeData? attribute = owner.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass?.ToDisplayString()
            is WellKnownNames.VirtualMachineAttribute or WellKnownNames.MmioDeviceAttribute or WellKnownNames.PortDeviceAttribute);
        return attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? declaration.Identifier.GetLocation()
            : owner.Locations[0];
    }

    private static Location? NameOf(ISymbol? member) => member?.Locations.FirstOrDefault(location => location.IsInSource);

    private Location? ValueOf(ISymbol? property) =>
        property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: { } value }
            ? Bare(value).GetLocation()
            : null;

    private Location? TypeOf(ISymbol? property) =>
        property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            BasePropertyDeclarationSyntax declaration => declaration.Type.GetLocation(),
            MethodDeclarationSyntax method => method.ReturnType.GetLocation(),
            ParameterSyntax { Type: { } type } => type.GetLocation(), // A positional record's parameter.
            _ => null,
        };
}
