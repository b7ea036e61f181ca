using System.Collections.Concurrent;
using System.Collections.Immutable;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Analyzers.Values;

/// <summary>
/// The initial values of machines' properties, as far as the source spells them out. They are asked for wherever an instance is made,
/// mostly in another file, so each machine's are read once.
/// </summary>
internal sealed class DeclaredValues(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableDictionary<string, ConfigurationValue>> _byMachine = new(SymbolEqualityComparer.Default);

    /// <summary>The known values by property; nothing of a machine from another assembly is known.</summary>
    public ImmutableDictionary<string, ConfigurationValue> Of(INamedTypeSymbol machine, CancellationToken cancellationToken) =>
        _byMachine.TryGetValue(machine, out ImmutableDictionary<string, ConfigurationValue>? known)
            ? known
            : _byMachine.GetOrAdd(machine, Read(machine, cancellationToken));

    /// <summary>The known values in order of declaration.</summary>
    public IEnumerable<(IPropertySymbol Property, ConfigurationValue Value)> InOrder(INamedTypeSymbol machine, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, ConfigurationValue> values = Of(machine, cancellationToken);
        return machine.GetMembers().OfType<IPropertySymbol>()
            .Where(property => values.ContainsKey(property.Name))
            .Select(property => (property, values[property.Name]));
    }

    private ImmutableDictionary<string, ConfigurationValue> Read(INamedTypeSymbol machine, CancellationToken cancellationToken)
    {
        ImmutableDictionary<string, ConfigurationValue>.Builder values = ImmutableDictionary.CreateBuilder<string, ConfigurationValue>();
        foreach (IPropertySymbol property in machine.GetMembers().OfType<IPropertySymbol>())
        {
            // What is required is always set anew, so its initial value is never seen. And what declares nothing has no value that a rule
            // asks for: the generated plan, say, which is a long expression that the compiler would work through a second time.
            if (!property.IsRequired && PropertyAttribute.Of(property) is not null && ValueOf(property, cancellationToken) is { } value)
            {
                values[property.Name] = value;
            }
        }

        return values.ToImmutable();
    }

    private ConfigurationValue? ValueOf(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: { } value }
            ? ConfigurationValue.Of(_models.GetOrAdd(value.SyntaxTree, tree => compilation.GetSemanticModel(tree)).GetOperation(TargetLocator.Bare(value), cancellationToken))
            : null;
}
