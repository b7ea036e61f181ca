namespace KvmSdk.Boot.Cpu;

/// <summary>
/// A segment register with its hidden part, the fields of <c>struct kvm_segment</c> one to one. The descriptors in the GDT are made from the
/// same values, so that what the CPU starts with and what a reload would give cannot differ.
/// </summary>
/// <remarks>Intel SDM volume 3, 3.4.5 (segment descriptors) and 3.5 (system descriptors).</remarks>
public readonly record struct SegmentState
{
    /// <summary>Linear address of the segment's first byte.</summary>
    public ulong Base { get; init; }

    /// <summary>Last valid offset, in bytes (already scaled by granularity).</summary>
    public uint Limit { get; init; }

    /// <summary>The visible selector.</summary>
    public ushort Selector { get; init; }

    /// <summary>The four type bits.</summary>
    public byte Type { get; init; }

    /// <summary>P: the segment is present.</summary>
    public bool Present { get; init; }

    /// <summary>Descriptor privilege level, 0 to 3.</summary>
    public byte Dpl { get; init; }

    /// <summary>D/B: 32-bit default operand size.</summary>
    public bool DefaultBig { get; init; }

    /// <summary>S: a code or data segment, not a system one.</summary>
    public bool CodeOrData { get; init; }

    /// <summary>L: 64-bit code.</summary>
    public bool LongMode { get; init; }

    /// <summary>G: the descriptor's limit counts 4 KiB units.</summary>
    public bool Granularity { get; init; }

    /// <summary>The register holds nothing usable (a null selector in protected mode).</summary>
    public bool Unusable { get; init; }

    /// <summary>The 8 bytes that describe this segment in a GDT; a 64-bit system descriptor's upper 8 hold bits 63..32 of <see cref="Base"/>.</summary>
    public ulong ToDescriptor()
    {
        ulong limit = Granularity ? Limit >> 12 : Limit;
        ulong access = (Type & 0xfUL) | (CodeOrData ? 0x10UL : 0) | ((Dpl & 3UL) << 5) | (Present ? 0x80UL : 0);
        ulong flags = (LongMode ? 0x2UL : 0) | (DefaultBig ? 0x4UL : 0) | (Granularity ? 0x8UL : 0);
        return (limit & 0xffff) | ((Base & 0xff_ffff) << 16) | (access << 40) | (((limit >> 16) & 0xf) << 48) | (flags << 52)
            | (((Base >> 24) & 0xff) << 56);
    }

    /// <summary>A flat 4 GiB segment.</summary>
    /// <param name="selector">Selector; its low two bits become the DPL.</param>
    /// <param name="type">0xb execute/read, 0x3 read/write, both with the accessed bit, which hardware would set on loading.</param>
    /// <param name="longCode">64-bit code: L set and D clear.</param>
    internal static SegmentState Flat(ushort selector, byte type, bool longCode = false) => new()
    {
        Limit = uint.MaxValue,
        Selector = selector,
        Type = type,
        Present = true,
        Dpl = (byte)(selector & 3),
        DefaultBig = !longCode,
        CodeOrData = true,
        LongMode = longCode,
        Granularity = true,
    };

    /// <summary>A real-mode segment: 64 KiB from selector * 16 unless a base is given.</summary>
    internal static SegmentState Real(ushort selector, byte type, ulong? segmentBase = null) => new()
    {
        Base = segmentBase ?? (ulong)selector << 4,
        Limit = 0xffff,
        Selector = selector,
        Type = type,
        Present = true,
        CodeOrData = true,
    };

    /// <summary>A system segment: a task state segment (type 0xb when loaded) or a local descriptor table (2).</summary>
    internal static SegmentState System(ushort selector, byte type, ulong segmentBase, uint limit) => new()
    {
        Base = segmentBase,
        Limit = limit,
        Selector = selector,
        Type = type,
        Present = true,
    };
}
