// Why: the rules are the Model's; this is only their dress for the compiler.

using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers;

/// <summary>The rules that can be broken in source, as the compiler knows them.</summary>
internal static class RuleDescriptors
{
    private const string HelpBase = "https://github.com/kvmsdk/kvmsdk/blob/main/docs/rules/";

    /// <summary>
    /// An error that no pragma, ruleset or NoWarn takes away. A machine that breaks a rule has no plan, so hiding the error
    /// would only turn it into an exception at start.
    /// </summary>
    private static readonly string[] _binding = [WellKnownDiagnosticTags.NotConfigurable];

    /// <summary>What only a whole compilation shows; editors then know that they must look at it all.</summary>
    private static readonly string[] _atTheEnd = [WellKnownDiagnosticTags.CompilationEnd];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> _byId =
        RuleCatalog.All.Except(RuleCatalog.OnlyAtStart).ToImmutableDictionary(rule => rule.Id, Create);

    /// <summary>Those on machines, in order of id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfMachines { get; } =
        [.. RuleCatalog.All.Except(RuleCatalog.OnlyAtStart).Except(RuleCatalog.OnDevices).Except(RuleCatalog.OnCode).Select(For)];

    /// <summary>Those on classes that declare devices, in order of id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfDevices { get; } = [.. RuleCatalog.OnDevices.Select(For)];

    /// <summary>Those on hot paths, in order of id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfHotPaths { get; } = [.. RuleCatalog.OnCode.Select(For)];

    /// <summary>The descriptor of <paramref name="rule"/>.</summary>
    public static DiagnosticDescriptor For(Rule rule) => _byId[rule.Id];

    /// <summary>The diagnostic for <paramref name="violation"/>.</summary>
    public static Diagnostic Diagnose(Violation violation, TargetLocator locator) => Diagnose(violation, locator.Locate);

    /// <summary>The diagnostic for <paramref name="violation"/> of <paramref name="machine"/>, whose related place is in another machine.</summary>
    public static Diagnostic Diagnose(Violation violation, INamedTypeSymbol machine, INamedTypeSymbol other, CancellationToken cancellationToken) =>
        Diagnose(violation, target => new TargetLocator(ReferenceEquals(target, violation.Target) ? machine : other, cancellationToken).Locate(target));

    /// <summary>The diagnostic for <paramref name="violation"/>, at the places that <paramref name="locate"/> finds.</summary>
    public static Diagnostic Diagnose(Violation violation, Func<Target, Location> locate) => Diagnostic.Create(
        For(violation.Rule),
        locate(violation.Target),
        violation.Related is { } related ? [locate(related)] : [],
        DiagnosticProperties.Of(violation),
        violation.Arguments.ToArray<object>());

    private static DiagnosticDescriptor Create(Rule rule) => new(
        rule.Id,
        rule.Title,
        rule.Format,
        $"KvmSdk.{FamilyOf(rule)}",
        rule.Severity == RuleSeverity.Warning ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: null,
        helpLinkUri: $"{HelpBase}{rule.Id}.md",
        rule == ValueRules.ImageOfTwoMachines ? _atTheEnd : rule.Severity == RuleSeverity.Binding ? _binding : []);

    private static string FamilyOf(Rule rule) => rule.Id.Substring(3, 2) switch
    {
        "01" => "Machine",
        "02" => "AddressMap",
        "03" => "Interrupts",
        "04" => "Devices",
        "05" => "Boot",
        "06" when string.CompareOrdinal(rule.Id, SharedMemoryRules.BadAddress.Id) >= 0 => "SharedMemory",
        "06" => "CustomDevices",
        "07" => "HotPath",
        "08" => "Portability",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Id, "the rule belongs to no family"),
    };
}
