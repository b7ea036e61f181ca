// Why a generator of its own: a device is no part of a machine. It may stand in a library of devices, without any machine
// beside it, and an edit of one leaves the other alone.

using KvmSdk.Generators.Emission;
using KvmSdk.Generators.Emission.GuestDevices;
using KvmSdk.Model;
using KvmSdk.Model.GuestDevices;
using KvmSdk.Parser;
using KvmSdk.Parser.GuestDevices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KvmSdk.Generators;

/// <summary>Emits the register decode of every class that carries <c>[MmioDevice]</c> or <c>[PortDevice]</c>. Reports nothing: the analyzers do.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class GuestDeviceGenerator : IIncrementalGenerator
{
    /// <summary>The name under which tests track the parsed devices.</summary>
    public const string ParseStep = "ParseDevice";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, WellKnownNames.MmioDeviceAttribute, GuestDeviceBus.Mmio);
        Register(context, WellKnownNames.PortDeviceAttribute, GuestDeviceBus.Ports);
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, GuestDeviceBus bus)
    {
        IncrementalValuesProvider<GuestDeviceInput> devices = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (syntax, cancellationToken) => FirstDeclaration.Is(syntax)
                    ? GuestDeviceInput.From(GuestDeviceParser.Parse((INamedTypeSymbol)syntax.TargetSymbol, cancellationToken))
                    : null)
            .WithTrackingName(ParseStep)
            .Where(device => device is { CanGenerate: true } && device.Spec.Bus == bus)!; // One with both attributes, by mistake, is generated once.

        IncrementalValueProvider<EquatableArray<string>> ambiguous = devices
            .Select(static (device, _) => HintNames.Stem(DeclaredType.Of(device.Spec)))
            .Collect()
            .Select(static (stems, _) => HintNames.Ambiguous(stems));

        context.RegisterSourceOutput(devices.Combine(ambiguous), static (output, device) =>
        {
            (string hintName, string text) = GuestDeviceEmitter.Emit(device.Left, device.Right);
            output.AddSource(hintName, text);
        });
    }
}
