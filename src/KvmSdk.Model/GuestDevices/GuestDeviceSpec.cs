namespace KvmSdk.Model.GuestDevices;

/// <summary>A device that a user's class declares: what its attributes say, before anything is checked against anything else.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="EnclosingTypes">The declarations that it is nested in, outermost first.</param>
/// <param name="Bus">How a guest reaches it.</param>
/// <param name="Size">The window in bytes, or the number of ports.</param>
/// <param name="Registers">Its registers, in order of declaration.</param>
/// <param name="Fields">The bit fields of its registers, in order of declaration.</param>
/// <param name="Interrupts">The properties that stand for an interrupt line, of which at most one is right.</param>
public sealed record GuestDeviceSpec(
    string Name,
    string Namespace,
    EquatableArray<string> EnclosingTypes,
    GuestDeviceBus Bus,
    long Size,
    EquatableArray<RegisterSpec> Registers,
    EquatableArray<BitFieldSpec> Fields,
    EquatableArray<PartialProperty> Interrupts)
{
    /// <summary>Every declaration that waits for an implementation, whatever is wrong with it.</summary>
    public EquatableArray<PartialProperty> Partials { get; init; }
}
