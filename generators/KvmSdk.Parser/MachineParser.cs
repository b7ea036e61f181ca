// Why: one parser, two consumers. The generator takes the plan, the analyzers take the violations; since both come from
// here they cannot disagree.

using KvmSdk.Model;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>Reads a machine's declaration.</summary>
internal static class MachineParser
{
    /// <summary>Parses and plans the machine that <paramref name="type"/> declares by its <c>[VirtualMachine]</c> attribute.</summary>
    public static ParsedMachine Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<Violation> violations = [];
        bool canGenerate = DeclarationParser.Check(type, violations, cancellationToken);

        AttributeArguments machine = AttributeArguments.Of(type, WellKnownNames.VirtualMachineAttribute);
        AttributeArguments platform = AttributeArguments.Of(type, WellKnownNames.PlatformAttribute);
        int cpus = machine.Int32("Cpus") ?? 1;
        bool hasI8042 = platform.Boolean("I8042") ?? true;

        List<DeviceSpec> devices = [DeviceSpec.Power(platform.Int32("PowerPort"))];
        if (hasI8042)
        {
            devices.Add(DeviceSpec.Keyboard());
        }

        if (platform.Boolean("CmosClock") ?? false)
        {
            devices.Add(DeviceSpec.CmosClock());
        }

        var properties = new PropertyParser(violations);
        foreach (ISymbol member in type.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IPropertySymbol { IsImplicitlyDeclared: false } property)
            {
                properties.Parse(property);
            }

            if (member is not IPropertySymbol { IsStatic: false } && ReservedNames.IsReserved(member)
                && !violations.Exists(violation => violation.Rule == DeviceRules.ReservedName && violation.Target == Target.NameOf(member.Name)))
            {
                violations.Add(new(DeviceRules.ReservedName, Target.NameOf(member.Name), [KindOf(member), member.Name]));
            }
        }

        properties.CheckOptions();
        properties.ChooseDefaultConsole();

        var spec = new MachineSpec(
            type.Name,
            TypeShape.NamespaceOf(type),
            TypeShape.EnclosingTypes(type),
            cpus,
            machine.Int32("MaxCpus") ?? Math.Max(cpus, 1),
            MemoryOf(machine),
            hasI8042,
            platform.Boolean("Pit") ?? false,
            properties.Boot.ToEquatableArray(),
            properties.Initrds.ToEquatableArray(),
            devices.Concat(properties.Devices).ToEquatableArray(),
            properties.InstanceProperties.ToEquatableArray(),
            (HugePages)(machine.Int32("HugePages") ?? 0),
            machine.Boolean("Prefault") ?? false,
            properties.SharedMemories.ToEquatableArray(),
            TopologyOf(machine, machine.Int32("MaxCpus") ?? Math.Max(cpus, 1)))
        {
            MultibootModules = properties.MultibootModules.ToEquatableArray(),
        };

        PlanResult result = MachinePlanner.Plan(spec);
        violations.AddRange(result.Violations);
        // A property that bears a generated member's name would be declared twice; only its own error shall be seen.
        canGenerate &= !violations.Exists(violation => violation.Rule == DeviceRules.ReservedName);
        bool isValid = !properties.HasUnusableDevice && violations.TrueForAll(violation => violation.Rule.Severity == RuleSeverity.Warning);
        return new(spec, isValid ? result.Plan : null, canGenerate, violations.ToEquatableArray());
    }

    /// <summary>Whether <paramref name="type"/> carries <c>[VirtualMachine]</c>.</summary>
    public static bool IsMachine(INamedTypeSymbol type) => AttributeArguments.Find(type, WellKnownNames.VirtualMachineAttribute) is not null;

    /// <summary>The MiB of RAM that a machine declares, unchecked.</summary>
    public static int MemoryOf(INamedTypeSymbol machine) => MemoryOf(AttributeArguments.Of(machine, WellKnownNames.VirtualMachineAttribute));

    private static int MemoryOf(AttributeArguments machine) => machine.Int32("MemoryMiB") ?? MachineSpec.DefaultMemoryMiB;

    /// <summary>The declared topology, null if there is none. What it leaves out is one socket, one thread a core, and the cores that this leaves.</summary>
    private static CpuTopology? TopologyOf(AttributeArguments machine, int maxCpus)
    {
        int? cores = machine.Int32("CoresPerSocket");
        if ((machine.Int32("Sockets") ?? machine.Int32("ThreadsPerCore") ?? cores) is null)
        {
            return null;
        }

        int sockets = machine.Int32("Sockets") ?? 1;
        int threads = machine.Int32("ThreadsPerCore") ?? 1;
        return new(sockets, cores ?? (int)Math.Max(maxCpus / Math.Max((long)sockets * threads, 1), 1), threads);
    }

    /// <summary>The word for a member, to begin a sentence with.</summary>
    internal static string KindOf(ISymbol member) => member.Kind switch
    {
        SymbolKind.NamedType => "Type",
        SymbolKind.Method => "Method",
        SymbolKind.Field => "Field",
        SymbolKind.Event => "Event",
        _ => "Property",
    };
}
