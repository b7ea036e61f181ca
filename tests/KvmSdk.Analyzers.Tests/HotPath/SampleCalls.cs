// Why calls that are written by a program: the list of what a hot path may call stands for some thousand methods. Whoever adds a
// type to it has all of its methods called that can be given plain values, and hears of the first that allocates.

using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using KvmSdk.Analyzers.HotPath.Calls;
using KvmSdk.Analyzers.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Analyzers.Tests.HotPath;

/// <summary>A method of the framework, called with plain values.</summary>
/// <param name="Entry">The type of the list that allows it.</param>
/// <param name="Method">The method.</param>
/// <param name="Call">Calls it.</param>
internal sealed record SampleCall(string Entry, string Method, Action Call);

/// <summary>Writes and compiles a call of every method that a hot path may call, as far as it can be given plain values.</summary>
internal static partial class SampleCalls
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Collections.Immutable;
        using System.Threading.Tasks;

        """;

    private const string Values = """
        internal static class Values
        {
            public static readonly object Object = new();
            public static readonly List<int> List = [1, 2, 3];
            public static readonly List<byte> ByteList = [1, 2, 3];
            public static readonly ImmutableArray<int> Immutable = [1, 2, 3];
            public static readonly Task<int> Done = Task.FromResult(1);
            public static readonly System.Runtime.InteropServices.SafeHandle Handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(-1, false);
            public static readonly byte[] Bytes = new byte[64];
            public static readonly int[] Numbers = new int[64];
        }
        """;

    /// <summary>A plain value of each type for which there is one, by the name of the local that holds it.</summary>
    private static readonly ImmutableDictionary<string, string> _locals = new[]
    {
        "byte _byte = 3", "sbyte _sbyte = 3", "short _short = 3", "ushort _ushort = 3", "int _int = 3", "uint _uint = 3", "long _long = 3", "ulong _ulong = 3",
        "nint _nint = 3", "nuint _nuint = 3", "bool _bool = false", "char _char = '3'", "float _float = 3", "double _double = 3", "Half _Half = (Half)3",
        "Int128 _Int128 = 3", "UInt128 _UInt128 = 3", "TimeSpan _TimeSpan = default", "Index _Index = 1", "Range _Range = 1..2", "decimal _decimal = 3",
        "DateTime _DateTime = default", "DateTimeKind _DateTimeKind = default",
        "Span<byte> _Span_byte = stackalloc byte[64]", "Span<char> _Span_char = stackalloc char[64]", "Span<int> _Span_int = stackalloc int[64]",
        "ReadOnlySpan<byte> _ReadOnlySpan_byte = \"3\"u8", "ReadOnlySpan<char> _ReadOnlySpan_char = \"3\"", "ReadOnlySpan<int> _ReadOnlySpan_int = Values.Numbers",
        "Memory<byte> _Memory_byte = Values.Bytes", "ReadOnlyMemory<byte> _ReadOnlyMemory_byte = Values.Bytes", "int? _int_ = 3", "string _string = \"3\"",
        "object _object = Values.Object", "int[] _int_array = Values.Numbers", "byte[] _byte_array = Values.Bytes", "Array _Array = Values.Numbers",
        "List<int> _List_int = Values.List", "List<byte> _List_byte = Values.ByteList", "ImmutableArray<int> _ImmutableArray_int = Values.Immutable", "(int, int) _pair = (1, 2)",
    }.ToImmutableDictionary(static declaration => declaration[declaration.IndexOf(" _", StringComparison.Ordinal)..declaration.IndexOf(" =", StringComparison.Ordinal)].Trim());

    private static readonly SymbolDisplayFormat _short =
        SymbolDisplayFormat.MinimallyQualifiedFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly CSharpCompilation _framework = Compilations.Of();

    private static readonly ImmutableArray<string> _ofNumbers = ["List", "ImmutableArray", "Nullable", "ValueTuple", "Task"];

    /// <summary>Receivers whose type has no local of its own.</summary>
    private static readonly ImmutableDictionary<string, string> _receivers = new Dictionary<string, string>
    {
        ["System.Span`1+Enumerator"] = "_Span_byte.GetEnumerator()",
        ["System.ReadOnlySpan`1+Enumerator"] = "_ReadOnlySpan_byte.GetEnumerator()",
        ["System.Collections.Generic.List`1+Enumerator"] = "_List_int.GetEnumerator()",
        ["System.Collections.Immutable.ImmutableArray`1+Enumerator"] = "_ImmutableArray_int.GetEnumerator()",
        ["System.Runtime.InteropServices.SafeHandle"] = "Values.Handle",
        ["System.Threading.Tasks.Task"] = "((Task)Values.Done)",
        ["System.Threading.Tasks.Task`1"] = "Values.Done",
        ["System.ValueTuple`1"] = "new ValueTuple<int>(1)",
        ["System.ValueTuple`2"] = "_pair",
        ["System.ValueTuple`3"] = "(1, 2, 3)",
        ["System.ValueTuple`4"] = "(1, 2, 3, 4)",
    }.ToImmutableDictionary();

    /// <summary>All samples that compile.</summary>
    public static ImmutableArray<SampleCall> Compile()
    {
        List<(string Entry, string Method, string Code)> samples = [.. AllowedCalls.Table.Entries.SelectMany(Write)];
        while (true)
        {
            CSharpCompilation compilation = Assemble(samples);
            HashSet<int> broken = [.. compilation.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => int.Parse(diagnostic.Location.SourceTree!.FilePath, CultureInfo.InvariantCulture))];
            if (broken.Count == 0)
            {
                return Load(compilation, samples);
            }

            Assert.DoesNotContain(-1, broken);
            samples = [.. samples.Where((_, i) => !broken.Contains(i))];
        }
    }

    private static CSharpCompilation Assemble(List<(string Entry, string Method, string Code)> samples) => CSharpCompilation.Create(
        $"Samples{Guid.NewGuid():N}",
        samples.Select((sample, i) => Parse(Usings + Class(i, sample.Code), i)).Append(Parse(Usings + Values, -1)),
        Compilations.References,
        Compilations.Options.WithOptimizationLevel(OptimizationLevel.Release));

    private static string Class(int number, string code)
    {
        IEnumerable<string> locals = Identifier().Matches(code).Select(match => match.Value).Distinct().Where(_locals.ContainsKey).Select(name => $"{_locals[name]}; ");
        return $"public static class S{number} {{ public static unsafe void Call() {{ {string.Concat(locals)}{code} }} }}";
    }

    private static SyntaxTree Parse(string text, int number) =>
        CSharpSyntaxTree.ParseText(text, Compilations.ParseOptions, number.ToString(CultureInfo.InvariantCulture));

    private static ImmutableArray<SampleCall> Load(CSharpCompilation compilation, List<(string Entry, string Method, string Code)> samples)
    {
        using MemoryStream image = new();
        Assert.True(compilation.Emit(image).Success);
        Assembly assembly = Assembly.Load(image.ToArray());
        return [.. samples.Select((sample, i) => new SampleCall(sample.Entry, sample.Method, assembly.GetType($"S{i}")!.GetMethod("Call")!.CreateDelegate<Action>()))];
    }

    private static IEnumerable<(string Entry, string Method, string Code)> Write(MemberEntry entry)
    {
        INamedTypeSymbol type = _framework.GetTypeByMetadataName(entry.Type)!;
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.DeclaredAccessibility == Accessibility.Public && AllowedCalls.Contain(method) && Statement(method, entry.Type) is { } statement)
            {
                yield return (entry.Type, method.ToDisplayString(), statement);
            }
        }
    }

    /// <summary>A statement that calls the method, or null if one of its parameters is of a type for which there is no plain value.</summary>
    private static string? Statement(IMethodSymbol method, string entry)
    {
        INamedTypeSymbol type = method.ContainingType;
        string element = type.IsGenericType && _ofNumbers.Contains((type.ContainingType ?? type).Name) ? "int" : "byte";
        Dictionary<string, string> substitutes = TypeParameters(type).Concat(method.TypeParameters)
            .ToDictionary(parameter => parameter.Name, parameter => parameter.HasReferenceTypeConstraint ? "object" : element);
        string closed = Substitute(type, substitutes);
        string qualified = type.SpecialType == SpecialType.None ? $"global::{type.ContainingNamespace}.{closed}" : closed;
        string receiver = method.IsStatic ? qualified : _receivers.GetValueOrDefault(entry) ?? $"_{Local(closed)}";
        StringBuilder arguments = new();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            string typeName = Substitute(parameter.Type, substitutes);
            string mode = parameter.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", _ => "" };
            string? value = Value(parameter, typeName);
            if (value is null)
            {
                return null;
            }

            arguments.Append(arguments.Length > 0 ? ", " : "").Append(mode).Append(value);
        }

        string generic = method.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", method.TypeParameters.Select(parameter => substitutes[parameter.Name]))}>";
        string? call = method switch
        {
            { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion or MethodKind.PropertySet } => null,
            { MethodKind: MethodKind.Constructor } => $"new {qualified}({arguments})",
            { AssociatedSymbol: IPropertySymbol { IsIndexer: true } } => $"{receiver}[{arguments}]",
            { AssociatedSymbol: IPropertySymbol property } => $"{receiver}.{property.Name}",
            _ => $"{receiver}.{method.Name}{generic}({arguments})",
        };
        return (call, method) switch
        {
            (null, _) => null,
            (_, { ReturnsVoid: true, MethodKind: MethodKind.Ordinary }) => $"{call};",
            (_, { ReturnType: IPointerTypeSymbol }) => $"var _result = {call};",
            _ => $"_ = {call};",
        };
    }

    private static IEnumerable<ITypeParameterSymbol> TypeParameters(INamedTypeSymbol? type) =>
        type is null ? [] : [.. TypeParameters(type.ContainingType), .. type.TypeParameters];

    private static string? Value(IParameterSymbol parameter, string typeName) => parameter.Type switch
    {
        { TypeKind: TypeKind.Enum } => $"default({typeName})",
        { Name: nameof(IFormatProvider) } => "null",
        IPointerTypeSymbol => null,
        _ when parameter.RefKind == RefKind.Out => $"{typeName} _out{parameter.Ordinal}",
        _ => $"_{Local(typeName)}",
    };

    private static string Substitute(ITypeSymbol type, Dictionary<string, string> substitutes)
    {
        string name = type.ToDisplayString(_short);
        foreach ((string parameter, string substitute) in substitutes)
        {
            name = Regex.Replace(name, $@"\b{parameter}\b", substitute);
        }

        return name;
    }

    private static string Local(string typeName) =>
        typeName.Replace("[]", "_array", StringComparison.Ordinal).Replace('?', '_').Replace('<', '_').Replace(">", "", StringComparison.Ordinal);

    [GeneratedRegex("\\b_[A-Za-z0-9_]+")]
    private static partial Regex Identifier();
}
