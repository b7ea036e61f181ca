using KvmSdk;

/// <summary>The machine. What differs from host to host are its properties: each is an option of the executable, and a key of a file for <c>--config</c>.</summary>
[VirtualMachine(Cpus = 1, MemoryMiB = 16)]
public partial record Appliance
{
    /// <summary>The guest, inside the executable. A file gets there by a KvmImage item in the project and <c>GuestImage.Embedded("vmlinuz")</c> here.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = Guest.Image;

    /// <summary>The guest's serial port: standard input and output, or <c>--console file:PATH</c>.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    /// <summary>What the guest writes here ends the machine, and is the executable's exit code.</summary>
    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;

    /// <summary>The guest says that it has started: <c>--booted print</c> tells how long that took.</summary>
    [BootMarker]
    public BootMarker Booted { get; init; } = BootMarker.Silent;
}
