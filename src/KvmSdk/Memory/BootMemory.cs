using KvmSdk.Boot;
using KvmSdk.Model.Layout;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>Guest RAM as the boot code writes it, before the guest runs. The owner of the memory disposes it only after this is out of use.</summary>
internal sealed class BootMemory(GuestMemory memory) : IGuestRam
{
    private const int Page = 4096;

    private readonly RamRange[] _ranges = [.. memory.Ranges.Select(static (AddressRange range) => new RamRange(range.Base, range.Size))];

    /// <inheritdoc/>
    public ReadOnlySpan<RamRange> Ranges => _ranges;

    /// <inheritdoc/>
    public bool TryGetSpan(ulong guestPhysicalAddress, ulong length, out Span<byte> span)
    {
        // The span outlives this borrow; the machine under construction holds the memory until boot code has returned.
        using MemoryBorrow borrow = memory.Borrow();
        return memory.TryGetSpan(borrow, guestPhysicalAddress, length, out span);
    }

    /// <inheritdoc/>
    public ulong MapImage(ulong guestPhysicalAddress, IImageReader image, ulong offset, ulong length)
    {
        if (image is not HostImage host || !host.TryGetConstantFile(offset, out SafeFileHandle? file, out ulong place))
        {
            return 0;
        }

        ulong whole = length & ~(ulong)(Page - 1);
        return whole > 0 && memory.TryMapFile(guestPhysicalAddress, whole, file, place) ? whole : 0;
    }
}
