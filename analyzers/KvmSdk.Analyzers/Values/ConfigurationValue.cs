using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.Values;

/// <summary>A value of one of the SDK's configuration types that the source spells out: a static property, or a factory on constants.</summary>
/// <param name="Type">The type's metadata name.</param>
/// <param name="Member">The property or method.</param>
/// <param name="Arguments">The method's arguments by parameter, defaults included: constants, and values as this one. Empty for a property.</param>
/// <param name="Syntax">Where it is written.</param>
internal sealed record ConfigurationValue(string Type, string Member, ImmutableDictionary<string, object?> Arguments, SyntaxNode Syntax)
{
    /// <summary>What an expression is known to give, or null if only a run can tell.</summary>
    public static ConfigurationValue? Of(IOperation? operation) => operation switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Of(conversion.Operand),
        IPropertyReferenceOperation { Instance: null, Property: { IsStatic: true } property } =>
            new(NameOf(property), property.Name, ImmutableDictionary<string, object?>.Empty, operation.Syntax),
        IInvocationOperation { Instance: null, TargetMethod: { IsStatic: true } method } call when call.Arguments.All(IsKnown) =>
            new(NameOf(method), method.Name, call.Arguments.ToImmutableDictionary(argument => argument.Parameter!.Name, ValueOf), operation.Syntax),

        // The same value with something changed: what is known of it is known still, and what only a run can tell is left out.
        IInvocationOperation { Instance: { } original, TargetMethod: { Name: "WithMac" or "WithLimits", IsStatic: false } } call when Of(original) is { } value =>
            value with
            {
                Arguments = value.Arguments.SetItems(call.Arguments.Where(IsKnown).Select(static argument => new KeyValuePair<string, object?>(argument.Parameter!.Name, ValueOf(argument)))),
                Syntax = operation.Syntax,
            },
        _ => null,
    };

    /// <summary>A constant argument; null if it is of another type.</summary>
    public T? Argument<T>(string name)
        where T : notnull => Arguments.TryGetValue(name, out object? value) && value is T typed ? typed : default;

    // What a list of any length holds (forwarded ports) is compared with nothing; and what is left out is known, though the default of some types (a burst of time) is no constant.
    private static bool IsKnown(IArgumentOperation argument) => argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.DefaultValue || argument.Value.ConstantValue.HasValue || Of(argument.Value) is not null;

    private static object? ValueOf(IArgumentOperation argument) =>
        argument.Value.ConstantValue is { HasValue: true, Value: var constant } ? constant : Of(argument.Value);

    private static string NameOf(ISymbol member) => member.ContainingType.ToDisplayString();
}
