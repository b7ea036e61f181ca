using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Cases;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests;

/// <summary>A broken machine has the public shape of the repaired one, so that code that uses it sees no error for want of it.</summary>
public sealed class ShapeTests
{
    /// <summary>The rules of which some break the shape itself: to those machines nothing can be added.</summary>
    private static readonly ImmutableArray<string> _shapeless = ["KVM0101", "KVM0102", "KVM0103", "KVM0105", "KVM0404"];

    public static IEnumerable<object[]> Machines { get; } =
        RuleCases.All.Where(rule => rule.Wrong.Contains("[VirtualMachine", StringComparison.Ordinal)).Select(rule => new object[] { rule.Id, rule.Boundary });

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_wrong_and_right_declare_alike_can_be_used_alike(string id, string boundary)
    {
        RuleCase rule = RuleCases.All.Single(rule => rule.Id == id && rule.Boundary == boundary);
        INamedTypeSymbol wrong = MachineIn(rule.Wrong);
        INamedTypeSymbol right = MachineIn(rule.Right);
        Assert.NotEmpty(right.GetTypeMembers("Layout"));
        if (wrong.GetTypeMembers("Layout").All(layout => !IsGenerated(layout)))
        {
            Assert.Contains(id, _shapeless);
            return;
        }

        Assert.Equal(Members(right, right.Name, IsGenerated), Members(wrong, wrong.Name, IsGenerated));
        foreach (IPropertySymbol device in wrong.GetMembers().OfType<IPropertySymbol>().Where(property => Declaration(property).Length > 0))
        {
            bool isAlike = right.GetMembers(device.Name).OfType<IPropertySymbol>().Any(other => Declaration(other) == Declaration(device));
            if (isAlike)
            {
                Assert.Equal(Shape(right, device.Name), Shape(wrong, device.Name));
            }
        }
    }

    /// <summary>What the generated half has for one property: its layout, and its handle on the running machine.</summary>
    private static string[] Shape(INamedTypeSymbol machine, string property) =>
    [
        .. machine.GetTypeMembers("Layout").Single().GetTypeMembers(property).SelectMany(layout => Members(layout, machine.Name, _ => true)),
        .. machine.GetTypeMembers("Machine").Single().GetMembers(property).OfType<IPropertySymbol>().Select(handle => handle.Type.ToDisplayString()),
    ];

    /// <summary>
    /// The kind and whether a serial port lies in memory, which is what makes a shape: "Serial Mmio". The handle of shared memory has the
    /// property's type, and there is none where C# does not let that be a type argument.
    /// </summary>
    private static string Declaration(IPropertySymbol property) => Attributes(property) is "SharedMemoryAttribute" and var shared
        ? $"{shared} {property.Type.ToDisplayString()} {property.Type.IsUnmanagedType} {property.Type.DeclaredAccessibility}"
        : Attributes(property);

    private static string Attributes(IPropertySymbol property) => string.Join(' ', property.GetAttributes()
        .Where(attribute => PropertyAttribute.Find(attribute) is not null)
        .SelectMany(attribute => attribute.NamedArguments.Where(argument => argument is { Key: "Mmio", Value.Value: true }).Select(argument => argument.Key)
            .Prepend(attribute.AttributeClass!.Name)));

    private static IEnumerable<string> Members(INamedTypeSymbol type, string machine, Func<ISymbol, bool> where) => type.GetMembers()
        .Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false, CanBeReferencedByName: true } && where(member))
        .Select(member => member.ToDisplayString().Replace(machine, "Vm", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    /// <summary>The last machine of a source: a base comes first.</summary>
    private static INamedTypeSymbol MachineIn(string source) =>
        Compilations.Generate(Compilations.Of(source)).GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Last(MachineParser.IsMachine);
}
