using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>
/// The arguments of one attribute: those set by name, and the constructor's by the names of its parameters. An argument that is absent, or
/// that the compiler could not evaluate, reads as null.
/// </summary>
internal readonly struct AttributeArguments(AttributeData? attribute)
{
    /// <summary>The arguments of the attribute <paramref name="name"/> on <paramref name="symbol"/>; none if it is not there.</summary>
    public static AttributeArguments Of(ISymbol symbol, string name) => new(Find(symbol, name));

    /// <summary>The attribute <paramref name="name"/> on <paramref name="symbol"/>, or null.</summary>
    public static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(name));

    public int? Int32(string name) => Find(name) is int value ? value : null;

    public uint? UInt32(string name) => Find(name) is uint value ? value : null;

    public ulong? UInt64(string name) => Find(name) is ulong value ? value : null;

    public bool? Boolean(string name) => Find(name) is bool value ? value : null;

    public string? String(string name) => Find(name) as string;

    private object? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute?.NamedArguments ?? [])
        {
            if (argument.Key == name && IsValue(argument.Value))
            {
                return argument.Value.Value;
            }
        }

        for (int i = 0; i < (attribute?.ConstructorArguments.Length ?? 0); i++)
        {
            if (attribute!.AttributeConstructor is { } constructor && i < constructor.Parameters.Length && constructor.Parameters[i].Name == name
                && IsValue(attribute.ConstructorArguments[i]))
            {
                return attribute.ConstructorArguments[i].Value;
            }
        }

        return null;
    }

    private static bool IsValue(TypedConstant constant) => constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum;
}
