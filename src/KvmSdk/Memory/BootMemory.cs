using KvmSdk.Boot;
using KvmSdk.Model.Layout;

namespace KvmSdk.Memory;

/// <summary>Guest RAM as the boot code writes it, before the guest runs. The owner of the memory disposes it only after this is out of use.</summary>
internal sealed class BootMemory(GuestMemory memory) : IGuestRam
{
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
}
