using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Reads one member that carries <c>[Register]</c>.</summary>
internal static class RegisterParser
{
    /// <summary>Why the decode could not call the member; null if it can.</summary>
    public static string? WhyNoRegister(ISymbol member) => member switch
    {
        { IsStatic: true } => "is static",
        IPropertySymbol { IsIndexer: true } => "is an indexer",
        IPropertySymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRefReadonly: true } => "returns a reference",
        IPropertySymbol { SetMethod.IsInitOnly: true } => "has 'init' instead of 'set'",
        IPropertySymbol property when ValueTypes.SpanElement(property.Type) is not null && (!property.IsPartialDefinition || property.SetMethod is not null) =>
            property.IsPartialDefinition ? "is an array of registers with a setter" : "is an array of registers that is not partial",
        IMethodSymbol { IsGenericMethod: true } => "is generic",
        IMethodSymbol { IsAsync: true } => "is async",
        IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: null } => "is a partial method without a body",
        IMethodSymbol method when method.Parameters.Any(parameter => parameter.RefKind != RefKind.None || parameter.IsParams || parameter.IsOptional) =>
            "has a parameter that is passed by reference, optional or 'params'",
        IMethodSymbol { ReturnsByRef: true } or IMethodSymbol { ReturnsByRefReadonly: true } => "returns a reference",
        IMethodSymbol method when FormOf(method) is null => "has other parameters",
        _ => null,
    };

    /// <summary>The register that <paramref name="member"/> declares; null if its type does not resolve, which C# reports.</summary>
    public static RegisterSpec? Parse(ISymbol member, int overload, AttributeArguments arguments)
    {
        (RegisterForm form, ITypeSymbol type, bool hasGetter, bool hasSetter) = member is IPropertySymbol property ? Shape(property) : Shape((IMethodSymbol)member);
        if (type.TypeKind == TypeKind.Error)
        {
            return null;
        }

        return new RegisterSpec(
            member.Name,
            overload,
            form,
            TypeShape.TextOf(type),
            ValueTypes.Width(type),
            arguments.Int32("offset") ?? 0,
            arguments.Int32("Count"),
            arguments.Int32("Stride"),
            (GuestAccess)(arguments.Int32("Access") ?? 0),
            arguments.UInt64("Reset"))
        {
            HasGetter = hasGetter,
            HasSetter = hasSetter,
            IsAssignable = form == RegisterForm.StorageArray || member is IPropertySymbol { SetMethod: not null },
            IsEnum = type.TypeKind == TypeKind.Enum,
            Declaration = form is RegisterForm.Storage or RegisterForm.StorageArray ? PartialProperties.Describe((IPropertySymbol)member) : null,
        };
    }

    private static (RegisterForm Form, ITypeSymbol Type, bool HasGetter, bool HasSetter) Shape(IPropertySymbol property)
    {
        if (ValueTypes.SpanElement(property.Type) is { } element)
        {
            return (RegisterForm.StorageArray, element, true, true);
        }

        // An accessor of the device's own is still there for it; whether the guest has it is a matter of access.
        bool isGuests(IMethodSymbol? accessor) => accessor is not null && accessor.DeclaredAccessibility == property.DeclaredAccessibility;
        return (property.IsPartialDefinition ? RegisterForm.Storage : RegisterForm.Property, property.Type, isGuests(property.GetMethod), isGuests(property.SetMethod));
    }

    private static (RegisterForm Form, ITypeSymbol Type, bool HasGetter, bool HasSetter) Shape(IMethodSymbol method) =>
        (FormOf(method)!.Value, method.ReturnsVoid ? method.Parameters[method.Parameters.Length - 1].Type : method.ReturnType, !method.ReturnsVoid, method.ReturnsVoid);

    private static RegisterForm? FormOf(IMethodSymbol method) => (method.ReturnsVoid, method.Parameters) switch
    {
        (false, []) or (true, [_]) => RegisterForm.Method,
        (false, [{ Type.SpecialType: SpecialType.System_Int32, Name: "index" }]) => RegisterForm.IndexedMethod,
        (true, [{ Type.SpecialType: SpecialType.System_Int32, Name: "index" }, _]) => RegisterForm.IndexedMethod,
        _ => null,
    };
}
