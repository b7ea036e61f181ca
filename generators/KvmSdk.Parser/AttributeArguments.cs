using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>The named arguments of one attribute; an argument that is absent, or that the compiler could not evaluate, reads as null.</summary>
internal readonly struct AttributeArguments(AttributeData? attribute)
{
    public int? Int32(string name) => Find(name) is int value ? value : null;

    public ulong? UInt64(string name) => Find(name) is ulong value ? value : null;

    public bool? Boolean(string name) => Find(name) is bool value ? value : null;

    public string? String(string name) => Find(name) as string;

    private object? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute?.NamedArguments ?? [])
        {
            if (argument.Key == name && argument.Value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
