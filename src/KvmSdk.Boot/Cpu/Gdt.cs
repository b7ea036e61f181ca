using System.Buffers.Binary;

namespace KvmSdk.Boot.Cpu;

/// <summary>
/// The boot-time global descriptor table. Two orders meet in it: Linux wants code at 0x10 and data at 0x18 (boot protocol, __BOOT_CS and
/// __BOOT_DS), SYSRET wants user data right before user code.
/// </summary>
public static class Gdt
{
    /// <summary>Eight descriptors of 8 bytes.</summary>
    public const int SizeInBytes = 64;

    /// <summary>32-bit ring 0 code, for a 64-bit guest's compatibility mode.</summary>
    public const ushort Code32Selector = 0x08;

    /// <summary>Ring 0 code of the start mode (64-bit, or 32-bit in <see cref="CpuMode.Protected32"/>).</summary>
    public const ushort CodeSelector = 0x10;

    /// <summary>Ring 0 data.</summary>
    public const ushort DataSelector = 0x18;

    /// <summary>Task state segment; in 64-bit mode its descriptor takes two entries.</summary>
    public const ushort TaskSelector = 0x20;

    /// <summary>Ring 3 data, with its RPL.</summary>
    public const ushort UserDataSelector = 0x33;

    /// <summary>Ring 3 code of the start mode, with its RPL.</summary>
    public const ushort UserCodeSelector = 0x3b;

    private const byte ExecuteRead = 0xb;
    private const byte ReadWrite = 0x3;
    private const byte TaskAvailable = 0x9;

    internal static SegmentState Code(CpuMode mode, bool user) =>
        SegmentState.Flat(user ? UserCodeSelector : CodeSelector, ExecuteRead, longCode: mode == CpuMode.Long64);

    internal static SegmentState Data(bool user) => SegmentState.Flat(user ? UserDataSelector : DataSelector, ReadWrite);

    /// <summary>Writes the table.</summary>
    /// <param name="table">At least <see cref="SizeInBytes"/> bytes; the rest is left alone.</param>
    /// <param name="mode"><see cref="CpuMode.Long64"/> or <see cref="CpuMode.Protected32"/>; real mode has no GDT.</param>
    /// <param name="taskBase">Linear address of the task state segment; below 4 GiB in 32-bit mode.</param>
    /// <param name="taskLimit">Last valid offset in it, below 1 MiB.</param>
    /// <exception cref="ArgumentException">The span is too short or the mode is real mode.</exception>
    public static void Write(Span<byte> table, CpuMode mode, ulong taskBase, uint taskLimit = TaskStateSegment.SizeInBytes - 1)
    {
        if (mode == CpuMode.Real16 || table.Length < SizeInBytes)
        {
            throw new ArgumentException($"A GDT takes {SizeInBytes} bytes and a protected mode, not {table.Length} bytes and {mode}.", nameof(table));
        }

        // The descriptor says "available" although TR starts loaded: a guest that runs LTR with this selector must not fault on a busy task.
        SegmentState task = SegmentState.System(TaskSelector, TaskAvailable, taskBase, taskLimit);
        ReadOnlySpan<ulong> descriptors =
        [
            0,
            SegmentState.Flat(Code32Selector, ExecuteRead).ToDescriptor(),
            Code(mode, user: false).ToDescriptor(),
            Data(user: false).ToDescriptor(),
            task.ToDescriptor(),
            mode == CpuMode.Long64 ? taskBase >> 32 : 0,
            Data(user: true).ToDescriptor(),
            Code(mode, user: true).ToDescriptor(),
        ];
        for (int i = 0; i < descriptors.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(table[(i * 8)..], descriptors[i]);
        }
    }
}
