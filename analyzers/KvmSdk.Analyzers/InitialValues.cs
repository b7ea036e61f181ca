// Why the generator has no part in this: an initial value changes nothing of what is generated, and finding it out takes the compiler's
// semantic model, which would be asked at every keystroke.

using System.Collections.Concurrent;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers;

/// <summary>The initial values of one machine's devices, as far as the source spells them out.</summary>
internal sealed class InitialValues
{
    private readonly ConcurrentDictionary<string, ConfigurationValue> _values = new();

    /// <summary>Checks the initial values of every machine.</summary>
    public static void Register(CompilationStartAnalysisContext context) => context.RegisterSymbolStartAction(
        static start =>
        {
            if (MachineParser.IsMachine((INamedTypeSymbol)start.Symbol))
            {
                var values = new InitialValues();
                start.RegisterOperationAction(values.Read, OperationKind.PropertyInitializer);
                start.RegisterSymbolEndAction(values.Report);
            }
        },
        SymbolKind.NamedType);

    private void Read(OperationAnalysisContext context)
    {
        var initializer = (IPropertyInitializerOperation)context.Operation;
        foreach (IPropertySymbol property in initializer.InitializedProperties)
        {
            // What is required is always set anew, so its initial value is never seen.
            if (!property.IsRequired && SymbolEqualityComparer.Default.Equals(property.ContainingType, context.ContainingSymbol.ContainingType)
                && ConfigurationValue.Of(initializer.Value) is { } value)
            {
                _values[property.Name] = value;
            }
        }
    }

    private void Report(SymbolAnalysisContext context)
    {
        var machine = (INamedTypeSymbol)context.Symbol;
        var locator = new TargetLocator(machine, context.CancellationToken);
        var checks = new ValueChecks();
        foreach (IPropertySymbol property in machine.GetMembers().OfType<IPropertySymbol>())
        {
            if (_values.TryGetValue(property.Name, out ConfigurationValue? value) && Check(property, value, checks) is { } violation)
            {
                context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, locator));
            }
        }
    }

    private static Violation? Check(IPropertySymbol property, ConfigurationValue value, ValueChecks checks) =>
        (property.GetAttributes().Select(PropertyAttribute.Find).FirstOrDefault(kind => kind is not null)?.Name, value) switch
        {
            ("Serial", { Type: WellKnownNames.Terminal, Member: "Standard" }) => checks.AddStandardTerminal(property.Name),
            ("Block", { Type: WellKnownNames.DiskImage, Member: "Raw" }) when value.Argument<string>("path") is { } path =>
                checks.AddDisk(property.Name, path, value.Argument<bool>("readOnly")),
            _ => null,
        };
}
