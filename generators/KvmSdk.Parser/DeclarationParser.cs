using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

        if (WhyBadlyNested(type, cancellationToken) is string problem)
        {
            violations.Add(new(MachineRules.BadNesting, Target.Machine, [type.Name, problem]));
            return false;
        }

        if (!IsPartial(type, cancellationToken))
        {
            violations.Add(new(MachineRules.NotPartial, Target.Machine, [type.Name]));
            return false;
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

    private static string? WhyBadlyNested(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (type.IsGenericType && type.TypeParameters.Length > 0)
        {
            return "is generic";
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (outer.TypeParameters.Length > 0)
            {
                return $"is nested in the generic type '{outer.Name}'";
            }

            if (!IsPartial(outer, cancellationToken))
            {
                return $"is nested in '{outer.Name}', which is not partial";
            }
        }

        return type.IsFileLocal ? "is file-local" : null;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return true;
            }
        }

        return false;
    }
}
