using System.Collections.Immutable;
using System.Composition;
using KvmSdk.Analyzers;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace KvmSdk.CodeFixes;

/// <summary>Declares the serial port, console, disk or persistent memory that the kernel's command line names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclareNamedDeviceFix))]
[Shared]
public sealed class DeclareNamedDeviceFix : MachineFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [KernelParameterRules.ConsoleNotDeclared.Id, KernelParameterRules.RootNotDeclared.Id];

    private protected override Repair? Find(SyntaxNode node, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellationToken)
    {
        if (diagnostic.Property(DiagnosticProperties.Text) is not { } text
            || node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } machine
            || model.GetDeclaredSymbol(machine, cancellationToken) is not { } symbol)
        {
            return null;
        }

        MachineSpec spec = MachineParser.Parse(symbol, cancellationToken).Spec;
        if ((Port(text, spec) ?? Console(text, spec) ?? Disk(text, spec) ?? Memory(text, spec)) is not ({ } name, { } declaration) || !symbol.GetMembers(name).IsEmpty || name == symbol.Name)
        {
            return null;
        }

        string newLine = NewLine.Of(machine.SyntaxTree.GetRoot(cancellationToken));
        return new($"Declare '{name}'", editor => editor.ReplaceNode(
            machine, (current, _) => WithProperty((TypeDeclarationSyntax)current, name, declaration, newLine)));
    }

    /// <summary>The serial port, if its I/O ports are nobody's; where it is the machine's only one, it is the user's terminal.</summary>
    private static (string Name, string Declaration)? Port(string parameter, MachineSpec spec)
    {
        if (SerialConsole.NumberIn(parameter) is not int number || SerialConsole.PortOf(number) is not int port)
        {
            return null;
        }

        var range = new PortRange((ushort)port, 8);
        if (spec.Devices.Any(device => device.Ports.Any(request => request.Fixed is int taken && range.Overlaps(new((ushort)taken, request.Count)))))
        {
            return null;
        }

        bool isOnly = !spec.Devices.Any(device => device.Kind == DeviceKind.Serial);
        string attribute = isOnly && number == 0 ? "global::KvmSdk.Serial" : $"global::KvmSdk.Serial(Port = 0x{port:X})";
        string name = number == 0 ? "Console" : $"Serial{number}";
        string terminal = isOnly ? "Standard" : "None";
        return (name, $"[{attribute}] public global::KvmSdk.Terminal {name} {{ get; init; }} = global::KvmSdk.Terminal.{terminal};");
    }

    /// <summary>The virtio console, if it is the next one; where the machine has neither another nor a serial port, it is the user's terminal.</summary>
    private static (string Name, string Declaration)? Console(string parameter, MachineSpec spec)
    {
        int consoles = spec.Devices.Count(device => device.Kind == DeviceKind.Console);
        if (SerialConsole.HypervisorNumberIn(parameter) != consoles)
        {
            return null;
        }

        string name = consoles == 0 ? "Hvc" : $"Hvc{consoles}";
        string terminal = consoles == 0 && !spec.Devices.Any(device => device.Kind == DeviceKind.Serial) ? "Standard" : "None";
        return (name, $"[global::KvmSdk.Console] public global::KvmSdk.Terminal {name} {{ get; init; }} = global::KvmSdk.Terminal.{terminal};");
    }

    /// <summary>The disk, if it is the next one.</summary>
    private static (string Name, string Declaration)? Disk(string parameter, MachineSpec spec)
    {
        int disks = spec.Devices.Count(device => device.Kind == DeviceKind.Block);
        string name = disks == 0 ? "Disk" : $"Disk{disks + 1}";
        return RootDisk.NumberIn(parameter) == disks
            ? (name, $"[global::KvmSdk.Block] public required global::KvmSdk.DiskImage {name} {{ get; init; }}")
            : null;
    }

    /// <summary>The persistent memory, if it is the next one.</summary>
    private static (string Name, string Declaration)? Memory(string parameter, MachineSpec spec)
    {
        int memories = spec.Devices.Count(device => device.Kind == DeviceKind.Pmem);
        string name = memories == 0 ? "Pmem" : $"Pmem{memories + 1}";
        return RootMemory.NumberIn(parameter) == memories
            ? (name, $"[global::KvmSdk.Pmem] public required global::KvmSdk.DiskImage {name} {{ get; init; }}")
            : null;
    }

    private static TypeDeclarationSyntax WithProperty(TypeDeclarationSyntax machine, string name, string declaration, string newLine)
    {
        // Two parameters may name the same device.
        if (machine.Members.OfType<PropertyDeclarationSyntax>().Any(property => property.Identifier.ValueText == name))
        {
            return machine;
        }

        MemberDeclarationSyntax property = SyntaxFactory.ParseMemberDeclaration(declaration)!
            .WithLeadingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine))
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
        return machine.WithMembers(machine.Members.Add(property));
    }
}
