using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Checks whether the declaration can be a device: a concrete, partial, non-generic class that a machine can make.</summary>
internal static class GuestDeviceDeclaration
{
    /// <summary>Adds what is wrong with the declaration's shape, and tells whether code can be generated for it.</summary>
    public static bool Check(INamedTypeSymbol type, List<Violation> violations, CancellationToken cancellationToken)
    {
        if ((WhyNoClass(type) ?? TypeShape.WhyBadlyNested(type, "the device", cancellationToken)) is (string problem, string remedy))
        {
            violations.Add(new(GuestDeviceRules.BadType, Target.Machine, [type.Name, problem, remedy]));
            return false;
        }

        if (!TypeShape.IsPartial(type, cancellationToken))
        {
            violations.Add(new(GuestDeviceRules.NotPartial, Target.Machine, [type.Name]));
            return false;
        }

        if (GuestDeviceParser.Has(type, WellKnownNames.MmioDeviceAttribute) && GuestDeviceParser.Has(type, WellKnownNames.PortDeviceAttribute))
        {
            violations.Add(new(GuestDeviceRules.TwoBuses, Target.OfMachine("PortDevice"), [type.Name], Target.OfMachine("MmioDevice")));
        }

        if (!type.InstanceConstructors.Any(CanMachineCall))
        {
            violations.Add(new(GuestDeviceRules.NoConstructor, Target.Machine, [type.Name]));
        }

        return true;
    }

    private static (string Problem, string Remedy)? WhyNoClass(INamedTypeSymbol type) => type switch
    {
        { TypeKind: not TypeKind.Class } => ("is a structure", "make it a class, because a running device has one identity"),
        { IsRecord: true } => ("is a record", "make it a class, because a running device is no value"),
        { IsStatic: true } => ("is static", "remove 'static', because each machine has an instance of its own"),
        _ when ReservedNames.IsKeyword(type.Name) => ("has a word of the language for its name", "rename it"),
        { IsAbstract: true } => ("is abstract", "remove 'abstract', because each machine makes an instance"),
        _ => null,
    };

    private static bool CanMachineCall(IMethodSymbol constructor) =>
        constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}
