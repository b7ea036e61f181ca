using System.Collections.Concurrent;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers.Values;

/// <summary>Images that several machines of a compilation would write to. Known only when all machines are, so it is said at the compilation's end.</summary>
internal sealed class SharedImages(DeclaredValues declared)
{
    private readonly ConcurrentBag<INamedTypeSymbol> _machines = [];

    /// <summary>Takes a machine into account.</summary>
    public void Add(INamedTypeSymbol machine) => _machines.Add(machine);

    /// <summary>Reports every machine but the first one, in order of place, that writes to an image.</summary>
    public void Report(CompilationAnalysisContext context)
    {
        Dictionary<string, (INamedTypeSymbol Machine, string Property)> writers = [];
        foreach (INamedTypeSymbol machine in _machines
            .OrderBy(static machine => machine.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static machine => machine.Locations[0].SourceSpan.Start))
        {
            foreach ((IPropertySymbol property, ConfigurationValue value) in declared.InOrder(machine, context.CancellationToken))
            {
                if (PropertyAttribute.Of(property)?.Name is not ("Block" or "Pmem") || value is not { Type: WellKnownNames.DiskImage, Member: "Raw" or "Qcow2" }
                    || FactoryCall.IsRefused(value) || value.Argument<bool>("readOnly") || value.Argument<string>("path") is not { } path)
                {
                    continue;
                }

                if (!writers.TryGetValue(path, out (INamedTypeSymbol Machine, string Property) other))
                {
                    writers.Add(path, (machine, property.Name));
                }
                else if (!SymbolEqualityComparer.Default.Equals(other.Machine, machine))
                {
                    Violation violation = ValueRules.ImageOf(property.Name, machine.Name, path, other.Property, other.Machine.Name);
                    context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, machine, other.Machine, context.CancellationToken));
                }
            }
        }
    }
}
