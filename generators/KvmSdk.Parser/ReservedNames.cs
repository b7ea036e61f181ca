using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Parser;

/// <summary>Names that the generated half declares, or inherits, where a property's name would be declared too.</summary>
internal static class ReservedNames
{
    /// <summary>Members of the generated half, of a valid machine or of a broken one.</summary>
    private static readonly HashSet<string> _inRecord =
        ["Layout", "Machine", "Plan", "StartAsync", "StartMachineAsync", "AcpiTables", "AcpiCpuLists", "Invalid"];

    /// <summary>Those of them that are methods, beside which other methods of the name may stand.</summary>
    private static readonly HashSet<string> _methodsInRecord = ["StartAsync", "StartMachineAsync", "Invalid"];

    /// <summary>Constants of Layout (they lie inside a class named after the property) and its class for the platform.</summary>
    private static readonly HashSet<string> _inLayout = ["Platform", "Port", "PortCount", "Base", "Size", "Irq", "Mac", "Mtu", "Tag", "Cid", "Queues", "QueueSize", "SectorSize", "LoadAddress", "CommandLine", "Address", "PortId", "PortName", "MemoryBase", "MemorySize"];

    /// <summary>Members of RunningMachine and of the class generated from it, beside which a device's handle becomes a member.</summary>
    private static readonly HashSet<string> _inMachine =
    [
        "State", "Completion", "Counters", "Consoles", "ReadProfile", "PauseAsync", "ResumeAsync", "StopAsync", "DisposeAsync", "RunVcpu", "Memory", "Warned",
        "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone",
        "Bus", "_power", "_keyboard", "_cmosClock", "_consolePorts", "host", "definition",
    ];

    /// <summary>Whether a machine must not be called <paramref name="name"/>: a type cannot have a member of its own name.</summary>
    public static bool IsReserved(string name) => _inRecord.Contains(name) || IsKeyword(name);

    /// <summary>Whether a member that is no instance property must not be called as it is.</summary>
    public static bool IsReserved(ISymbol member) =>
        _inRecord.Contains(member.Name)
        && !(member is IMethodSymbol && _methodsInRecord.Contains(member.Name))
        && !member.IsImplicitlyDeclared
        && !HasGeneratedHalf(member.ContainingType);

    /// <summary>Whether a property must not be called <paramref name="name"/>.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="inLayout">Whether the layout has a class of that name.</param>
    /// <param name="inMachine">Whether the running machine has a member of that name.</param>
    public static bool IsReserved(string name, bool inLayout, bool inMachine) =>
        _inRecord.Contains(name) || (inLayout && (_inLayout.Contains(name) || IsKeyword(name))) || (inMachine && _inMachine.Contains(name));

    /// <summary>Whether the names are the generated half's own: none is generated where a member has taken one.</summary>
    private static bool HasGeneratedHalf(INamedTypeSymbol machine) =>
        machine.Interfaces.Any(@interface => @interface.Is(WellKnownNames.VirtualMachine));

    /// <summary>Whether a declaration could only write the name with an @.</summary>
    public static bool IsKeyword(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None;
}
