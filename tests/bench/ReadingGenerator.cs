using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace KvmSdk.BuildCost;

/// <summary>The yardstick: a generator that reads every attribute of a machine and of its properties, and makes nothing of them.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class ReadingGenerator : IIncrementalGenerator
{
    public const string ReadStep = "Read";

    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName(
            "KvmSdk.VirtualMachineAttribute",
            static (_, _) => true,
            static (syntax, _) => Read(syntax.TargetSymbol.GetAttributes()) + ((INamedTypeSymbol)syntax.TargetSymbol).GetMembers().Sum(ReadMember)).WithTrackingName(ReadStep),
        static (_, _) => { });

    /// <summary>As a parser must: the attributes of what is a property, and its type.</summary>
    private static int ReadMember(ISymbol member) =>
        member is IPropertySymbol { IsImplicitlyDeclared: false } property ? Read(property.GetAttributes()) + (int)property.Type.TypeKind : 0;

    private static int Read(ImmutableArray<AttributeData> attributes) =>
        attributes.Sum(attribute => attribute.NamedArguments.Sum(argument => argument.Key.Length + (int)argument.Value.Kind));
}
