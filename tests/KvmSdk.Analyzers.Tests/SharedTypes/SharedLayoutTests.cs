using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace KvmSdk.Analyzers.Tests.SharedTypes;

/// <summary>What the compiler is told of a type's size is what the runtime makes of it.</summary>
public sealed class SharedLayoutTests
{
    private const int Structs = 400;

    /// <summary>From the source, as in the user's project; and from the metadata, as in a project that references one with the types.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_size_computed_is_the_size_at_run_time(int seed)
    {
        CSharpCompilation compilation = Compilations.Of(new RandomStructs(seed).Write(Structs));
        using MemoryStream image = new();
        EmitResult emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        Compilation referencing = Compilations.Of("").AddReferences(MetadataReference.CreateFromImage(image.ToArray()));

        image.Position = 0;
        AssemblyLoadContext context = new("structs", isCollectible: true);
        Assembly assembly = context.LoadFromStream(image);
        string[] wrong =
        [
            .. Enumerable.Range(0, Structs).Select(i => $"S{i}").Select(name => (
                Name: name,
                Actual: SizeOf(assembly.GetType(name, throwOnError: true)!),
                Source: SharedLayout.Of(compilation.GetTypeByMetadataName(name)!),
                Metadata: SharedLayout.Of(referencing.GetTypeByMetadataName(name)!)))
            .Where(type => type.Source.Size != type.Actual || type.Metadata != type.Source)
            .Select(type => $"{type.Name} has {type.Actual} bytes, computed from source {type.Source}, from metadata {type.Metadata}\n"
                + compilation.GetTypeByMetadataName(type.Name)!.DeclaringSyntaxReferences[0].GetSyntax()),
        ];
        context.Unload();
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("public struct T { public string Name; }", "has field 'Name', whose type is a reference, which means nothing to a guest")]
    [InlineData("public struct T { public U Inner; } public struct U { public object Name { get; set; } }", "has field 'Inner.Name', whose type is a reference, which means nothing to a guest")]
    [InlineData("public class T;", "is a reference, which means nothing to a guest")]
    [InlineData("public struct T { public int? Number; }", "has field 'Number', whose type is generic")]
    [InlineData("public struct T { public System.DateTime When; }", "has field 'When', whose type is of the framework, which does not tell its layout")]
    [InlineData("public struct T { public System.Index Where; }", "has field 'Where', whose type is of the framework, which does not tell its layout")]
    [InlineData("public ref struct T { public int Number; }", "is a ref struct")]
    [InlineData("[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] public struct T { public int Number; }",
        "has LayoutKind.Auto, so that its fields have no fixed place")]
    [InlineData("[System.Runtime.CompilerServices.InlineArray(200_000_000)] public struct T { private decimal _number; }", "is larger than any type can be")]
    public void A_type_without_a_layout_to_rely_on_says_why(string source, string problem) =>
        Assert.Equal(problem, SharedLayout.Of(Compilations.Of(source).GetTypeByMetadataName("T")!).Problem);

    [Theory]
    [InlineData("public struct T { public T Self; }")]
    [InlineData("public struct T { public U Other; } public struct U { public T Self; }")]
    [InlineData("public struct T { public Missing Unknown; }")]
    public void What_the_compiler_reports_by_itself_is_no_problem_of_ours(string source) =>
        Assert.Null(SharedLayout.Of(Compilations.Of(source).GetTypeByMetadataName("T")!).Problem);

    /// <summary>Where a primary constructor's parameter is used in a member, it becomes a field.</summary>
    [Fact]
    public void A_captured_parameter_has_its_place()
    {
        CSharpCompilation compilation = Compilations.Of("public struct T(long number) { public byte First; public readonly long Twice() => 2 * number; }");
        Assert.Equal(16, SharedLayout.Of(compilation.GetTypeByMetadataName("T")!).Size);
    }

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
