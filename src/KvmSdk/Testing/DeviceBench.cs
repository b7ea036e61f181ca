namespace KvmSdk.Testing;

/// <summary>A device of a class of yours on a bench: a test reads and writes its registers as a guest would, without a machine or KVM.</summary>
/// <typeparam name="T">The device's class.</typeparam>
public sealed class DeviceBench<T>
    where T : class, IGuestDevice
{
    private readonly Recorder _line = new();

    /// <summary>Puts a device on the bench and connects its interrupt to it.</summary>
    /// <param name="device">The device, which no machine has.</param>
    public DeviceBench(T device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Device = device;
        device.Connect(_line);
    }

    /// <summary>The device.</summary>
    public T Device { get; }

    /// <summary>How often the device has raised its interrupt.</summary>
    public int Interrupts => _line.Count;

    /// <summary>Reads a byte.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    public byte Read8(uint offset) => (byte)Read(offset, sizeof(byte));

    /// <summary>Reads two bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    public ushort Read16(uint offset) => (ushort)Read(offset, sizeof(ushort));

    /// <summary>Reads four bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    public uint Read32(uint offset) => (uint)Read(offset, sizeof(uint));

    /// <summary>Reads eight bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    public ulong Read64(uint offset) => Read(offset, sizeof(ulong));

    /// <summary>Writes a byte.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="value">The value.</param>
    public void Write8(uint offset, byte value) => Write(offset, sizeof(byte), value);

    /// <summary>Writes two bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="value">The value.</param>
    public void Write16(uint offset, ushort value) => Write(offset, sizeof(ushort), value);

    /// <summary>Writes four bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="value">The value.</param>
    public void Write32(uint offset, uint value) => Write(offset, sizeof(uint), value);

    /// <summary>Writes eight bytes.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="value">The value.</param>
    public void Write64(uint offset, ulong value) => Write(offset, sizeof(ulong), value);

    /// <summary>Reads as one access of the guest's.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <returns>The value; all ones where no register answers.</returns>
    public ulong Read(uint offset, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, sizeof(ulong));
        return Device.Read(offset, width);
    }

    /// <summary>Writes as one access of the guest's.</summary>
    /// <param name="offset">The offset from the start of the device.</param>
    /// <param name="width">1 to 8 bytes.</param>
    /// <param name="value">The value; bits above the width are ignored.</param>
    public void Write(uint offset, int width, ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, sizeof(ulong));
        Device.Write(offset, width, width < sizeof(ulong) ? value & ((1UL << (8 * width)) - 1) : value);
    }

    private sealed class Recorder : InterruptLine
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override void Raise() => Interlocked.Increment(ref _count);
    }
}
