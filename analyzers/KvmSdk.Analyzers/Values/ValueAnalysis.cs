// Why the generator has no part in this: a value changes nothing of what is generated, and finding it out takes the compiler's
// semantic model, which would be asked at every keystroke.

using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers.Values;

/// <summary>Checks values wherever the source spells them out: in a machine's declaration, where an instance is made, where a factory is called.</summary>
internal sealed class ValueAnalysis
{
    private readonly DeclaredValues _declared;
    private readonly OtherMachines _others;
    private readonly SharedImages _images;

    private ValueAnalysis(Compilation compilation, OtherMachines others)
    {
        _declared = new DeclaredValues(compilation);
        _images = new SharedImages(_declared);
        _others = others;
    }

    /// <summary>Checks the values of a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context, OtherMachines others)
    {
        var analysis = new ValueAnalysis(context.Compilation, others);
        context.RegisterSymbolAction(analysis.CheckDeclaration, SymbolKind.NamedType);
        context.RegisterOperationAction(analysis.CheckInstance, OperationKind.ObjectCreation, OperationKind.With);
        context.RegisterOperationAction(FactoryCall.Check, OperationKind.Invocation);
        context.RegisterCompilationEndAction(analysis._images.Report);
    }

    private void CheckDeclaration(SymbolAnalysisContext context)
    {
        var machine = (INamedTypeSymbol)context.Symbol;
        if (!MachineParser.IsMachine(machine))
        {
            return;
        }

        _images.Add(machine);
        var locator = new TargetLocator(machine, context.CancellationToken);
        (IPropertySymbol Property, ConfigurationValue Value)[] known = [.. _declared.InOrder(machine, context.CancellationToken)];
        var values = new InstanceValues(machine, known);
        foreach ((IPropertySymbol property, ConfigurationValue value) in known)
        {
            IReadOnlyList<Violation> violations = values.Add(property, value);
            foreach (Violation violation in violations)
            {
                context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, locator));
            }

            if (violations.Count == 0)
            {
                CheckOthers(machine, property, value, context);
            }
        }
    }

    /// <summary>Reports a tap, a socket's path, or an address or context id of a value on either side, that an earlier machine has as well.</summary>
    private void CheckOthers(INamedTypeSymbol machine, IPropertySymbol property, ConfigurationValue value, SymbolAnalysisContext context)
    {
        string? kind = PropertyAttribute.Of(property)?.Name;
        string? taken = InstanceValues.ExclusiveOf(property, value);
        Station? station = Station.Of(property, value);
        ContextId? guest = ContextId.Of(property, value);
        if (taken is null && station is null && guest is null)
        {
            return;
        }

        foreach (INamedTypeSymbol other in _others.Before(machine))
        {
            foreach ((IPropertySymbol candidate, ConfigurationValue theirs) in _declared.InOrder(other, context.CancellationToken))
            {
                Violation? violation = PropertyAttribute.Of(candidate)?.Name != kind ? null
                    : taken is not null && InstanceValues.ExclusiveOf(candidate, theirs) == taken
                        ? kind == "Net"
                            ? NetChecks.DescribeSharedTap(property.Name, taken, candidate.Name, other.Name)
                            : VsockChecks.DescribeSharedPath(property.Name, taken, candidate.Name, other.Name)
                    : station is { } mine && Station.Of(candidate, theirs) is { } its && mine.Address == its.Address && (mine.IsOfValue || its.IsOfValue)
                        ? MacChecks.DescribeTakenElsewhere(property.Name, mine.Address, candidate.Name, other.Name)
                    : guest is { } ours && ContextId.Of(candidate, theirs) is { } others && ours.Cid == others.Cid && (ours.IsOfValue || others.IsOfValue)
                        ? VsockChecks.DescribeCidElsewhere(property.Name, ours.Cid, candidate.Name, other.Name)
                    : null;
                if (violation is not null)
                {
                    OtherMachines.Report(context, violation, machine, other);
                    return;
                }
            }
        }
    }

    /// <summary>One mistake gives one diagnostic: what the declaration has wrong by itself is not repeated, and the rest stands where the instance is made.</summary>
    private void CheckInstance(OperationAnalysisContext context)
    {
        if (SpelledInstance.Of(context.Operation) is not { Assignments.Length: > 0 } instance)
        {
            return;
        }

        ImmutableDictionary<string, IOperation> set = instance.Assignments.Aggregate(
            ImmutableDictionary<string, IOperation>.Empty, static (all, assignment) => all.SetItem(assignment.Property.Name, assignment.Value));
        List<(IPropertySymbol Property, ConfigurationValue Value)> left = instance.IsFromDeclaration
            ? [.. _declared.InOrder(instance.Machine, context.CancellationToken).Where(one => !set.ContainsKey(one.Property.Name))]
            : [];
        List<(IPropertySymbol Property, ConfigurationValue Value)> given = [];
        foreach ((IPropertySymbol property, IOperation operation) in instance.Assignments)
        {
            if (set[property.Name] == operation && ConfigurationValue.Of(operation) is { } value)
            {
                given.Add((property, value));
            }
        }

        var values = new InstanceValues(instance.Machine, left.Concat(given));
        left.ForEach(one => values.Add(one.Property, one.Value));

        var locator = new TargetLocator(instance.Machine, context.CancellationToken, set.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Syntax));
        foreach ((IPropertySymbol property, ConfigurationValue value) in given)
        {
            foreach (Violation violation in values.Add(property, value))
            {
                context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, locator));
            }
        }
    }
}
