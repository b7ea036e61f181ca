namespace KvmSdk.Interop.Tests.Abi;

/// <summary>What a fact is about.</summary>
internal enum AbiKind
{
    StructSize,
    FieldOffset,
    FieldSize,
    FieldSign,
    IoctlNumber,
    Constant,
    Prototype,
}

/// <summary>One thing the C# side claims, with the C expression that must have the same value.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">What a reader calls it: the C# name.</param>
/// <param name="Expression">C expression of integer or pointer type.</param>
/// <param name="Value">The C# value, sign-extended to 64 bits.</param>
internal sealed record AbiFact(AbiKind Kind, string Name, string Expression, ulong Value);
