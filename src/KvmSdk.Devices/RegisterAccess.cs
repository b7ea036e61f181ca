using System.Runtime.CompilerServices;

namespace KvmSdk.Devices;

// Why one rule for all: an x86 guest may read a byte-wide device with `inw` or `inl`, and MMIO accesses come in 1, 2, 4 and
// 8 bytes. On the bus such an access becomes byte cycles at rising addresses. Having that in one place keeps every device
// free of width handling, and keeps the answer for the bytes past the end of a window the same everywhere.

/// <summary>Splits accesses of up to eight bytes into byte accesses, little-endian, at consecutive offsets.</summary>
/// <remarks>
/// Bytes beyond the device's window read as <c>0xFF</c> and vanish when written. The methods are inlined where the device
/// type is known, so for a struct or sealed device there is neither a virtual call nor an allocation.
/// </remarks>
[HotPath]
public static class RegisterAccess
{
    /// <summary>The widest access a guest can make in one exit, in bytes (KVM's <c>kvm_run.mmio.data</c>).</summary>
    public const int MaxWidth = 8;

    /// <summary>Reads <paramref name="width"/> bytes starting at <paramref name="offset"/>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="offset">Offset of the first byte in the device's window.</param>
    /// <param name="width">Bytes to read; values outside 1 to <see cref="MaxWidth"/> are brought into that range.</param>
    /// <param name="size">Size of the device's window in bytes.</param>
    /// <returns>The bytes, the first one least significant; bits above <paramref name="width"/> bytes are zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadWide<T>(T device, uint offset, int width, uint size)
        where T : IByteRegisters
    {
        if (width <= 1) return ReadByte(device, offset, 0, size);
        ulong value = 0;
        for (int i = 0; i < Math.Min(width, MaxWidth); i++) value |= (ulong)ReadByte(device, offset, (uint)i, size) << (8 * i);
        return value;
    }

    /// <summary>Writes the low <paramref name="width"/> bytes of <paramref name="value"/> starting at <paramref name="offset"/>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="offset">Offset of the first byte in the device's window.</param>
    /// <param name="width">Bytes to write; values outside 1 to <see cref="MaxWidth"/> are brought into that range.</param>
    /// <param name="size">Size of the device's window in bytes.</param>
    /// <param name="value">The bytes, the first one least significant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteWide<T>(T device, uint offset, int width, uint size, ulong value)
        where T : IByteRegisters
    {
        int bytes = Math.Clamp(width, 1, MaxWidth);
        for (int i = 0; i < bytes; i++)
        {
            if (Inside(offset, (uint)i, size)) device.Write(offset + (uint)i, (byte)(value >> (8 * i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte ReadByte<T>(T device, uint offset, uint index, uint size)
        where T : IByteRegisters =>
        Inside(offset, index, size) ? device.Read(offset + index) : (byte)0xFF;

    // offset + index could wrap around 32 bits; this form cannot.
    private static bool Inside(uint offset, uint index, uint size) => offset < size && index < size - offset;
}
