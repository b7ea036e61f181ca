// Why a page: reading a register of a device costs an exit, and a driver reads one at every interrupt. Nothing in virtio's
// registers happens by being read, so they can stand in memory that the guest reads like any other, while its writes
// still exit (KVM_MEM_READONLY).

namespace KvmSdk.Devices.Virtio.Mmio;

/// <summary>The window of a virtio-mmio device as its driver reads it.</summary>
[HotPath]
public sealed unsafe class MmioRegisterPage
{
    /// <summary>Bytes of the window.</summary>
    public const uint Size = 0x1000;

    // Keeps the memory of a page that is nobody else's.
    private readonly byte[]? _own;
    private readonly byte* _bytes;

    /// <summary>A page in memory that the caller owns.</summary>
    /// <remarks>SAFETY: the caller vouches for <see cref="Size"/> bytes at a page boundary that stay as long as the transport.</remarks>
    /// <param name="bytes">Its first byte.</param>
    public MmioRegisterPage(byte* bytes) => _bytes = bytes;

    /// <summary>A page that no guest reads by itself.</summary>
    public MmioRegisterPage()
    {
        _own = GC.AllocateArray<byte>((int)Size, pinned: true);

        // SAFETY: the array is pinned, and lives as long as this object.
        _bytes = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _own[0]);
    }

    /// <summary>The interrupt status, which several threads change.</summary>
    // SAFETY: a constant offset inside the page, and aligned.
    internal ref int InterruptStatus => ref *(int*)(_bytes + MmioRegister.InterruptStatus);

    /// <summary>What a guest reads.</summary>
    /// <param name="offset">A multiple of four below <see cref="Size"/>.</param>
    public uint Read(uint offset) => Volatile.Read(ref At(offset));

    /// <summary>Changes four bytes at once.</summary>
    /// <param name="offset">A multiple of four below <see cref="Size"/>.</param>
    /// <param name="value">The bytes, little-endian.</param>
    internal void Write(uint offset, uint value) => Volatile.Write(ref At(offset), value);

    // SAFETY: the offset is held inside the page.
    private ref uint At(uint offset) => ref *(uint*)(_bytes + (offset & (Size - sizeof(uint))));
}
