// Why no analysis at the compilation's end: the editor would show its findings late, and offer no repairs for them. A machine is compared
// with those whose full names come before its own, so that one mistake is reported once, wherever the files stand.

using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace KvmSdk.Analyzers;

/// <summary>The machines of one compilation, for the rules that compare them. Found only if a machine has something to compare.</summary>
internal sealed class OtherMachines
{
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _machines;
    private readonly Lazy<ImmutableArray<(INamedTypeSymbol Machine, INamedTypeSymbol Owner, Violation Violation)>> _addresses;

    public OtherMachines(Compilation compilation)
    {
        _machines = new(() => [.. Find(compilation.Assembly.GlobalNamespace).OrderBy(static machine => machine.ToDisplayString(), StringComparer.Ordinal)]);
        _addresses = new(() =>
        {
            IReadOnlyList<MachineSpec> specs = [.. _machines.Value.Select(static machine => MachineParser.Parse(machine, CancellationToken.None).Spec)];
            return
            [
                .. MacChecks.Across(specs).Concat(VsockChecks.Across(specs))
                    .Select(found => (_machines.Value[found.Machine], _machines.Value[found.Owner], found.Violation)),
            ];
        });
    }

    /// <summary>The machines whose names come before that of <paramref name="machine"/>.</summary>
    public IEnumerable<INamedTypeSymbol> Before(INamedTypeSymbol machine) =>
        _machines.Value.TakeWhile(other => !SymbolEqualityComparer.Default.Equals(other, machine));

    /// <summary>Reports the addresses of <paramref name="machine"/> that an earlier machine has.</summary>
    public void CheckAddresses(INamedTypeSymbol machine, ParsedMachine parsed, SymbolAnalysisContext context)
    {
        if (!parsed.Spec.Devices.Any(static device => device.Net?.Mac is not null || device.Vsock?.Cid is not null))
        {
            return;
        }

        foreach (var (wrong, owner, violation) in _addresses.Value)
        {
            if (SymbolEqualityComparer.Default.Equals(wrong, machine))
            {
                Report(context, violation, machine, owner);
            }
        }
    }

    /// <summary>Reports a violation whose related target is in another machine.</summary>
    public static void Report(SymbolAnalysisContext context, Violation violation, INamedTypeSymbol machine, INamedTypeSymbol other) =>
        context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, machine, other, context.CancellationToken));

    private static IEnumerable<INamedTypeSymbol> Find(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            if (member is INamedTypeSymbol type && MachineParser.IsMachine(type))
            {
                yield return type;
            }

            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (INamedTypeSymbol machine in Find(inner))
                {
                    yield return machine;
                }
            }
        }
    }
}
