using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Memory;

/// <summary>
/// Guest RAM in native memory: two ranges with a hole between them, each between guard pages whose pattern <see cref="Dispose"/>
/// checks, so that a device which leaves RAM by a little is caught and not just lucky.
/// </summary>
internal sealed unsafe class GuestRam : IFakeMemory, IDisposable
{
    public const ulong LowBase = 0x10_0000;
    public const ulong LowSize = 0x2_0000;
    public const ulong HighBase = 0x1_0000_0000;
    public const ulong HighSize = 0x1_0000;

    private const nuint Guard = 4096;
    private const byte GuardPattern = 0xD7;

    private readonly byte* _low = Allocate(LowSize);
    private readonly byte* _high = Allocate(HighSize);

    public GuestRam() => Map = new([new(LowBase, LowSize, _low), new(HighBase, HighSize, _high)]);

    public GuestMemoryMap Map { get; }

    public Span<byte> Low => new(_low, (int)LowSize);

    public T Read<T>(ulong address)
        where T : unmanaged
    {
        if (!Map.TryRead(address, out T value)) Assert.Fail($"0x{address:X} is not RAM");
        return value;
    }

    public void Write<T>(ulong address, T value)
        where T : unmanaged
    {
        if (!Map.TryWrite(address, value)) Assert.Fail($"0x{address:X} is not RAM");
    }

    public Span<byte> Span(ulong address, int length)
    {
        if (!Map.TryGetSpan(address, (ulong)length, out Span<byte> span)) Assert.Fail($"0x{address:X}+{length} is not RAM");
        return span;
    }

    public void Dispose()
    {
        bool intact = Intact(_low, LowSize) && Intact(_high, HighSize);
        NativeMemory.AlignedFree(_low - Guard);
        NativeMemory.AlignedFree(_high - Guard);
        Assert.True(intact, "something wrote outside RAM");
    }

    // SAFETY: the allocation holds the guards and everything between them.
    private static byte* Allocate(ulong size)
    {
        nuint total = (nuint)size + (2 * Guard);
        byte* start = (byte*)NativeMemory.AlignedAlloc(total, 4096);
        NativeMemory.Fill(start, total, GuardPattern);
        NativeMemory.Clear(start + Guard, (nuint)size);
        return start + Guard;
    }

    // SAFETY: both spans lie inside what Allocate allocated.
    private static bool Intact(byte* ram, ulong size) =>
        !new ReadOnlySpan<byte>(ram - Guard, (int)Guard).ContainsAnyExcept(GuardPattern)
        && !new ReadOnlySpan<byte>(ram + size, (int)Guard).ContainsAnyExcept(GuardPattern);
}
