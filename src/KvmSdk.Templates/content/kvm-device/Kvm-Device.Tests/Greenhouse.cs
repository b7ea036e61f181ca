using KvmSdk;

/// <summary>A machine with the device, whose guest reads it and ends with the degrees.</summary>
[VirtualMachine(MemoryMiB = 4)]
public partial record Greenhouse
{
    /// <summary>The guest: 64-bit code, with the addresses that the compiler assigned.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = GuestImage.FromBytes(
    [
        0xBF, .. BitConverter.GetBytes((uint)Layout.Sensor.Base), // mov edi, base
        0x8B, 0x47, (byte)Thermometer.Registers.MilliCelsius, // mov eax, [rdi + MilliCelsius]
        0x31, 0xD2, // xor edx, edx
        0xB9, .. BitConverter.GetBytes(1000), // mov ecx, 1000
        0xF7, 0xF1, // div ecx
        0x66, 0xBA, Layout.Result.Port & 0xFF, Layout.Result.Port >> 8, // mov dx, port
        0xEF, // out dx, eax
        0xF4, 0xEB, 0xFD, // hlt; jmp hlt
    ]);

    /// <summary>The device, which shows 21 degrees when the machine starts.</summary>
    [Device]
    public Device<Thermometer> Sensor { get; init; } = new(sensor => sensor.Measure(21_000));

    /// <summary>How the guest ends.</summary>
    [DebugExit]
    public DebugExit Result { get; init; } = DebugExit.Value;
}
