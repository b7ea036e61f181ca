using System.Collections.Immutable;
using System.Reflection;
using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests;

/// <summary>The names by which the Roslyn components know the runtime are the runtime's.</summary>
public sealed class NameTests
{
    private const string Everything = """
        [MmioDevice]
        public sealed partial class Thermometer
        {
            [Interrupt] public partial InterruptLine Alarm { get; }
        }

        [VirtualMachine]
        [Platform]
        public partial record Everything
        {
            [LinuxKernel] public required GuestImage Kernel1 { get; init; }
            [Initrd] public GuestImage? Initrd1 { get; init; }
            [Serial] public required Terminal Serial1 { get; init; }
            [Serial(Mmio = true)] public required Terminal Serial2 { get; init; }
            [DebugExit] public required DebugExit Exit1 { get; init; }
            [Block] public required DiskImage Disk1 { get; init; }
            [Rng] public required Entropy Entropy1 { get; init; }
            [SharedMemory(Address = 0x400_0000)] public long Shared1 { get; init; }
            [Device] public required Device<Thermometer> Device1 { get; init; }
            [Net] public required NetBackend Net1 { get; init; }
            [SharedDirectory] public required HostDirectory Directory1 { get; init; }
            [Console] public required Terminal Hvc1 { get; init; }
            [ConsolePort] public required Terminal Port1 { get; init; }
            [Pvpanic] public required PanicPolicy Panic1 { get; init; }
            [GenerationId] public required GenerationId Generation1 { get; init; }
            [BootMarker] public required BootMarker Marker1 { get; init; }
            [Balloon] public required Balloon Balloon1 { get; init; }
            [Vsock] public required VsockBackend Vsock1 { get; init; }
            [Pmem] public required DiskImage Memory1 { get; init; }
        }
        """;

    public static IEnumerable<object[]> WellKnown { get; } = typeof(WellKnownNames).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => new[] { field.GetRawConstantValue()! });

    [Theory]
    [MemberData(nameof(WellKnown))]
    public void A_well_known_name_is_a_public_type_of_the_runtime(string name)
    {
        // The layers below have the attribute for hot paths too, each for itself.
        INamedTypeSymbol type = Assert.Single(Compilations.Of().GetTypesByMetadataName(name), type => type.DeclaredAccessibility == Accessibility.Public);

        Assert.Equal("KvmSdk", type.ContainingAssembly.Name);
    }

    [Fact]
    public void Every_attribute_of_the_runtime_is_known_to_the_parser()
    {
        INamespaceSymbol runtime = Compilations.Of().GetTypeByMetadataName(WellKnownNames.VirtualMachineAttribute)!.ContainingNamespace;
        IEnumerable<string> attributes = runtime.GetTypeMembers()
            .Where(type => type is { DeclaredAccessibility: Accessibility.Public, BaseType.Name: nameof(Attribute) })
            .Select(type => type.ToDisplayString());

        Assert.Equal(
            attributes.Order(StringComparer.Ordinal),
            PropertyAttribute.All.Select(entry => entry.AttributeType)
                .Concat([WellKnownNames.VirtualMachineAttribute, WellKnownNames.PlatformAttribute, WellKnownNames.HotPathAttribute])
                .Concat([WellKnownNames.MmioDeviceAttribute, WellKnownNames.PortDeviceAttribute, WellKnownNames.RegisterAttribute])
                .Concat([WellKnownNames.BitFieldAttribute, WellKnownNames.InterruptAttribute]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_attributes_short_name_is_its_own() => Assert.All(
        PropertyAttribute.All, entry => Assert.Equal($"KvmSdk.{entry.Name}Attribute", entry.AttributeType));

    [Theory]
    [InlineData("Cpus = 1")]
    [InlineData("Cpus = 0")]
    public void Every_name_that_the_generated_half_declares_is_reserved(string arguments)
    {
        INamedTypeSymbol record = Generated(arguments);
        INamedTypeSymbol layout = record.GetTypeMembers("Layout").Single();
        INamedTypeSymbol machine = record.GetTypeMembers("Machine").Single();
        ImmutableArray<string> devices = ["Kernel1", "Initrd1", "Serial1", "Serial2", "Exit1", "Disk1", "Entropy1", "Net1", "Directory1", "Hvc1", "Port1", "Panic1", "Generation1", "Marker1", "Balloon1", "Vsock1", "Memory1", "Shared1", "Device1"];

        Assert.All(Names(record, onlyGenerated: true), name => Assert.True(ReservedNames.IsReserved(name, false, false), name));
        Assert.All(Names(record, onlyGenerated: true), name => Assert.True(ReservedNames.IsReserved(name), name));
        Assert.All(
            layout.GetTypeMembers().Where(type => devices.Contains(type.Name)).SelectMany(type => Names(type)).Concat(Names(layout)).Except(devices),
            name => Assert.True(ReservedNames.IsReserved(name, true, false), name));
        Assert.All(Names(machine).Except(devices), name => Assert.True(ReservedNames.IsReserved(name, true, true), name));
    }

    [Fact]
    public void Every_name_that_a_running_machine_inherits_is_reserved()
    {
        IEnumerable<string> inherited = Bases(Generated().GetTypeMembers("Machine").Single())
            .SelectMany(type => Names(type))
            .Where(name => name != "Finalize"); // A property of this name hides nothing that C# lets one call.

        Assert.Contains("State", inherited);
        Assert.Contains("GetType", inherited);
        Assert.All(inherited, name => Assert.True(ReservedNames.IsReserved(name, true, true), name));
    }

    [Fact]
    public void The_parameters_of_the_generated_constructor_are_reserved() => Assert.All(
        Generated().GetTypeMembers("Machine").Single().InstanceConstructors.Single().Parameters,
        parameter => Assert.True(ReservedNames.IsReserved(parameter.Name, true, true), parameter.Name));

    private static INamedTypeSymbol Generated(string arguments = "") =>
        Compilations.Generate(Compilations.Of(Everything.Replace("[VirtualMachine]", $"[VirtualMachine({arguments})]", StringComparison.Ordinal)))
            .GetTypeByMetadataName("Everything")!;

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? @base = type.BaseType; @base is not null; @base = @base.BaseType)
        {
            yield return @base;
        }
    }

    /// <summary>The names that a member beside them must not have: of what can be seen from the user's assembly.</summary>
    private static IEnumerable<string> Names(INamedTypeSymbol type, bool onlyGenerated = false) => type.GetMembers()
        .Where(member => member is { IsImplicitlyDeclared: false, CanBeReferencedByName: true })
        .Where(member => type.ContainingAssembly.Name == "Machines"
            ? !onlyGenerated || member.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            : member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
        .Select(member => member.Name)
        .Distinct();
}
