using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>Checks whether the declaration can take a generated half: a concrete, partial, non-generic record class.</summary>
internal static class DeclarationParser
{
    /// <summary>Adds what is wrong with the declaration's shape, and tells whether code can be generated for it.</summary>
    public static bool Check(INamedTypeSymbol type, List<Violation> violations, CancellationToken cancellationToken)
    {
        if (WhyNotARecord(type) is string kind)
        {
            violations.Add(new(MachineRules.NotARecord, Target.Machine, [type.Name, kind]));
            return false;
        }

        if (TypeShape.WhyBadlyNested(type, "the machine", cancellationToken) is (string problem, string remedy))
        {
            violations.Add(new(MachineRules.BadNesting, Target.Machine, [type.Name, problem, remedy]));
            return false;
        }

        if (!TypeShape.IsPartial(type, cancellationToken))
        {
            violations.Add(new(MachineRules.NotPartial, Target.Machine, [type.Name]));
            return false;
        }

        if (ReservedNames.IsReserved(type.Name))
        {
            violations.Add(new(DeviceRules.ReservedName, Target.Machine, ["Machine", type.Name]));
            return false;
        }

        if (WhyBadBase(type, cancellationToken) is (INamedTypeSymbol @base, string why))
        {
            violations.Add(new(MachineRules.BadBase, Target.Machine, [type.Name, @base.Name, why]));
            if (MachineParser.IsMachine(@base))
            {
                return false; // The base's generated members would be hidden, each with a warning.
            }
        }

        if (!type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty))
        {
            violations.Add(new(MachineRules.NoParameterlessConstructor, Target.Machine, [type.Name]));
        }

        return true;
    }

    private static string? WhyNotARecord(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "a record struct",
        { TypeKind: TypeKind.Struct } => "a struct",
        { IsRecord: false } => "a class",
        { IsAbstract: true } => "abstract",
        _ => null,
    };

    /// <summary>The attributes are not inherited, so what a base type declares would silently be absent.</summary>
    private static (INamedTypeSymbol Base, string Why)? WhyBadBase(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? @base = type.BaseType; @base is { SpecialType: not SpecialType.System_Object }; @base = @base.BaseType)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (MachineParser.IsMachine(@base))
            {
                return (@base, "which is a machine itself");
            }

            if (@base.GetMembers().OfType<IPropertySymbol>().Any(property => property.GetAttributes().Any(attribute => PropertyAttribute.Find(attribute) is not null)))
            {
                return (@base, "whose devices it would not have");
            }
        }

        return null;
    }
}
