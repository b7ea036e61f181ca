using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers;

/// <summary>
/// Finds the text that a target names. What is not written (a default) has no text; then the nearest thing that is written
/// stands for it: the attribute, or the name of the property or machine.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="cancellationToken">Gives up.</param>
/// <param name="values">What stands for a property's value in place of its initial one, by property: an instance sets it.</param>
internal sealed class TargetLocator(
    INamedTypeSymbol machine, CancellationToken cancellationToken, IReadOnlyDictionary<string, SyntaxNode>? values = null)
{
    public Location Locate(Target target) => target.Kind switch
    {
        TargetKind.MachineAttribute => AttributeOf(machine, target) ?? NameOfMachine(),
        TargetKind.PropertyName => NameOf(Property(target) ?? machine.GetMembers(target.Property).FirstOrDefault()) ?? NameOfMachine(),
        TargetKind.PropertyType => TypeOf(Property(target)) ?? NameOfMachine(),
        TargetKind.PropertyValue when values is not null && values.TryGetValue(target.Property, out SyntaxNode? value) => value.GetLocation(),
        TargetKind.PropertyValue => ValueOf(Property(target)) ?? NameOf(Property(target)) ?? NameOfMachine(),
        TargetKind.PropertyAttribute => AttributeOf(Property(target), target) ?? NameOf(Property(target)) ?? NameOfMachine(),
        _ => NameOfMachine(),
    };

    /// <summary>An expression without the parentheses around it.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax value) => value is ParenthesizedExpressionSyntax { Expression: var inner } ? Bare(inner) : value;

    private IPropertySymbol? Property(Target target) =>
        machine.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => property.Name == target.Property);

    private Location? AttributeOf(ISymbol? owner, Target target)
    {
        string name = $"KvmSdk.{target.Attribute}Attribute";
        AttributeData? attribute = owner?.GetAttributes().FirstOrDefault(candidate => candidate.AttributeClass?.ToDisplayString() == name);
        if (attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax)
        {
            return null;
        }

        AttributeArgumentSyntax? argument = syntax.ArgumentList?.Arguments
            .FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == target.Argument);
        return argument is not null && LiteralText.Find(argument.Expression, target.Text) is { } part
            ? Location.Create(argument.SyntaxTree, part)
            : (argument?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }

    /// <summary>The name where the machine's attribute stands; its other parts may lie in other files.</summary>
    private Location NameOfMachine()
    {
        AttributeData? attribute = machine.GetAttributes()
            .FirstOrDefault(candidate => candidate.AttributeClass?.ToDisplayString() == Parser.WellKnownNames.VirtualMachineAttribute);
        return attribute?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            ? declaration.Identifier.GetLocation()
            : machine.Locations[0];
    }

    private static Location? NameOf(ISymbol? member) => member?.Locations.FirstOrDefault(location => location.IsInSource);

    private Location? ValueOf(IPropertySymbol? property) =>
        property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: { } value }
            ? Bare(value).GetLocation()
            : null;

    private Location? TypeOf(IPropertySymbol? property) =>
        property?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            BasePropertyDeclarationSyntax declaration => declaration.Type.GetLocation(),
            ParameterSyntax { Type: { } type } => type.GetLocation(), // A positional record's parameter.
            _ => null,
        };
}
