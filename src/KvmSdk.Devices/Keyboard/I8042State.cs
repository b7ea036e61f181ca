namespace KvmSdk.Devices.Keyboard;

/// <summary>Everything the keyboard controller remembers.</summary>
public readonly record struct I8042State
{
    /// <summary>The command byte: bits of <see cref="I8042Configuration"/>.</summary>
    public byte Configuration { get; init; }

    /// <summary>The parts of the status register that are not constant: bits of <see cref="I8042Status"/>.</summary>
    public byte Status { get; init; }

    /// <summary>The byte at port 0x60.</summary>
    public byte Output { get; init; }

    /// <summary>The command that waits for its data byte, or 0.</summary>
    public byte PendingCommand { get; init; }
}
