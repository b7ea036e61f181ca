// Why here as well: a machine needs a device's size and whether it has an interrupt, and the device may come from another
// assembly. So all is read from symbols; nothing of what is generated is looked at.

using KvmSdk.Model;
using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Reads the declaration of a user's device.</summary>
internal static class GuestDeviceParser
{
    /// <summary>Parses the device that <paramref name="type"/> declares by <c>[MmioDevice]</c> or <c>[PortDevice]</c>, and holds it to the rules.</summary>
    public static ParsedGuestDevice Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<Violation> violations = [];
        bool canGenerate = GuestDeviceDeclaration.Check(type, violations, cancellationToken);

        var members = new DeviceMemberParser(violations);
        Dictionary<string, int> overloads = [];
        foreach (ISymbol member in type.GetMembers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } && !member.IsImplicitlyDeclared)
            {
                overloads.TryGetValue(member.Name, out int overload);
                overloads[member.Name] = overload + 1;
                members.Parse(member, overload);
            }
        }

        GuestDeviceBus bus = BusOf(type);
        var spec = new GuestDeviceSpec(
            type.Name,
            TypeShape.NamespaceOf(type),
            TypeShape.EnclosingTypes(type),
            bus,
            SizeOf(type, bus),
            members.Registers.ToEquatableArray(),
            members.Fields.ToEquatableArray(),
            members.Interrupts.ToEquatableArray())
        {
            Partials = members.Partials.ToEquatableArray(),
        };
        GuestDeviceChecks.Check(spec, violations);
        foreach ((string kind, string name) in DeviceReservedNames.Taken(type, spec))
        {
            violations.Add(new(GuestDeviceRules.ReservedName, Target.NameOf(name), [kind, name, type.Name]));
            canGenerate = false;
        }

        return new(spec, canGenerate, violations.ToEquatableArray());
    }

    /// <summary>Whether <paramref name="type"/> declares a device.</summary>
    public static bool IsDevice(INamedTypeSymbol type) => Has(type, WellKnownNames.MmioDeviceAttribute) || Has(type, WellKnownNames.PortDeviceAttribute);

    /// <summary>Whether one of the type's properties stands for an interrupt line.</summary>
    public static bool HasInterrupt(INamedTypeSymbol type) =>
        type.GetMembers().Any(member => member is IPropertySymbol && Has(member, WellKnownNames.InterruptAttribute));

    /// <summary>How a guest reaches the device.</summary>
    public static GuestDeviceBus BusOf(INamedTypeSymbol type) =>
        Has(type, WellKnownNames.MmioDeviceAttribute) ? GuestDeviceBus.Mmio : GuestDeviceBus.Ports;

    /// <summary>The declared window in bytes, or number of ports.</summary>
    public static long SizeOf(INamedTypeSymbol type, GuestDeviceBus bus) => bus == GuestDeviceBus.Mmio
        ? AttributeArguments.Of(type, WellKnownNames.MmioDeviceAttribute).UInt32("Size") ?? DefaultWindow
        : AttributeArguments.Of(type, WellKnownNames.PortDeviceAttribute).Int32("Count") ?? DefaultPorts;

    internal static bool Has(ISymbol symbol, string attribute) => AttributeArguments.Find(symbol, attribute) is not null;

    private const long DefaultWindow = 0x1000;
    private const long DefaultPorts = 8;
}
