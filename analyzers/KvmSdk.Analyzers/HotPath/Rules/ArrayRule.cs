using System.Collections.Immutable;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Rules;

/// <summary>KVM0702: arrays, also those that <c>params</c>, collection expressions and ranges make.</summary>
internal sealed class ArrayRule : HotRule
{
    public override ImmutableArray<OperationKind> Kinds { get; } =
        [OperationKind.ArrayCreation, OperationKind.CollectionExpression, OperationKind.ArrayElementReference];

    public override Finding Look(IOperation operation, HotScope scope)
    {
        string? name = operation switch
        {
            IArrayCreationOperation array when !IsInAssembly(array) => Describe(array),
            ICollectionExpressionOperation collection when Allocates(collection, scope) => $"The collection of type '{Names.Of(collection.Type)}'",
            IArrayElementReferenceOperation { Indices: [{ Type: { } index }] } when Names.Are(index, nameof(System), "Range") =>
                "The copy of a range of an array",
            _ => null,
        };
        if (name is null)
        {
            return Finding.None;
        }

        scope.Report(HotPathRules.ArrayAllocated, operation.Syntax.GetLocation(), name, scope.Path);
        return operation is IArrayCreationOperation { IsImplicit: true } ? Finding.Reported : Finding.ReportedWithContents;
    }

    private static string Describe(IArrayCreationOperation array) =>
        array.IsImplicit && array.Parent is IArgumentOperation { ArgumentKind: ArgumentKind.ParamArray, Parameter: { } parameter }
            ? $"The array for 'params {Names.Of(parameter.Type)} {parameter.Name}'"
            : $"An array of type '{Names.Of(array.Type)}'";

    /// <summary>Whether the compiler makes no array: for no arguments it takes the empty one, for constants in a span the assembly's own bytes.</summary>
    private static bool IsInAssembly(IArrayCreationOperation array)
    {
        if (array.IsImplicit && array.DimensionSizes is [{ ConstantValue: { HasValue: true, Value: 0 } }])
        {
            return true;
        }

        return array.Parent is IConversionOperation { Type: { } target }
            && ElementSize.IsSpan(target)
            && target.Name == "ReadOnlySpan"
            && array.Type is IArrayTypeSymbol { ElementType: { } element }
            && ElementSize.Of(element) is not null
            && array.Initializer is { } initializer
            && initializer.ElementValues.All(static value => value.ConstantValue.HasValue);
    }

    private static bool Allocates(ICollectionExpressionOperation collection, HotScope scope)
    {
        if (ElementSize.IsSpan(collection.Type))
        {
            // Elements lie on the stack; what is spread into them may be of any length.
            return collection.Elements.Any(static element => element is ISpreadOperation);
        }

        if (collection.ConstructMethod is { } method && scope.Code.Members.IsHot(method))
        {
            return false;
        }

        bool isEmptyOnce = collection.Type is IArrayTypeSymbol or { TypeKind: TypeKind.Interface } or { MetadataName: "ImmutableArray`1" };
        return !(collection.Elements.IsEmpty && isEmptyOnce);
    }
}
