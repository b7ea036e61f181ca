using KvmSdk.Model;
using KvmSdk.Model.GuestDevices;

namespace KvmSdk.Generators.Emission.GuestDevices;

/// <summary>Chooses the template for a device and names the file.</summary>
internal static class GuestDeviceEmitter
{
    public static (string HintName, string Text) Emit(GuestDeviceInput device, EquatableArray<string> ambiguous)
    {
        GuestDeviceSpec spec = device.Spec;
        string body = TemplateRenderer.Render(device.IsValid ? "Device" : "DeviceFallback", new GuestDeviceView(spec));
        var type = DeclaredType.Of(spec);
        return ($"{HintNames.Unique(type, ambiguous)}{(device.Spec.Bus == GuestDeviceBus.Mmio ? ".Mmio" : ".Ports")}.g.cs", SourceFile.Wrap(type, body));
    }
}
