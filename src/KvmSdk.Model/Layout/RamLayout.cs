namespace KvmSdk.Model.Layout;

/// <summary>Splits RAM around the hole for devices below 4 GiB.</summary>
public static class RamLayout
{
    /// <summary>The RAM ranges, lowest first: one up to 3 GiB, and a second from 4 GiB for the rest.</summary>
    /// <param name="memoryMiB">The size of RAM in MiB, 1 or more.</param>
    public static EquatableArray<AddressRange> Split(int memoryMiB)
    {
        ulong bytes = (ulong)memoryMiB << 20;
        return bytes <= X86Layout.HoleBase
            ? [new AddressRange(0, bytes)]
            : [new AddressRange(0, X86Layout.HoleBase), new AddressRange(X86Layout.HighMemoryBase, bytes - X86Layout.HoleBase)];
    }
}
