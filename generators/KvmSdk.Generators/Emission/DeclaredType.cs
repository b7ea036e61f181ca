using KvmSdk.Model;
using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>A type to which a half is generated, by its place.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="EnclosingTypes">The declarations that it is nested in, outermost first.</param>
/// <param name="Name">Its name.</param>
internal sealed record DeclaredType(string Namespace, EquatableArray<string> EnclosingTypes, string Name)
{
    public static DeclaredType Of(MachineSpec machine) => new(machine.Namespace, machine.EnclosingTypes, machine.Name);

    public static DeclaredType Of(GuestDeviceSpec device) => new(device.Namespace, device.EnclosingTypes, device.Name);
}
