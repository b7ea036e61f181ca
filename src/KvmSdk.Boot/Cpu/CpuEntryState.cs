namespace KvmSdk.Boot.Cpu;

/// <summary>
/// The registers a guest's first CPU starts with, as plain data: a boot protocol is a promise about registers and memory, and this is the
/// register half. The monitor copies it to <c>kvm_sregs</c> and <c>kvm_regs</c>; registers not named here are zero.
/// </summary>
public readonly record struct CpuEntryState
{
    // Intel SDM volume 3, 2.5 (control registers) and 2.2.1 (IA32_EFER).
    private const ulong Cr0Pe = 1 << 0;
    private const ulong Cr0Mp = 1 << 1;
    private const ulong Cr0Et = 1 << 4;
    private const ulong Cr0Ne = 1 << 5;
    private const ulong Cr0Nw = 1 << 29;
    private const ulong Cr0Cd = 1 << 30;
    private const ulong Cr0Pg = 1UL << 31;
    private const ulong Cr4Pae = 1 << 5;
    private const ulong Cr4Osfxsr = 1 << 9;
    private const ulong Cr4Osxmmexcpt = 1 << 10;
    private const ulong EferLme = 1 << 8;
    private const ulong EferLma = 1 << 10;

    // Bit 1 of RFLAGS is always set. Interrupts are off in every protocol here.
    private const ulong FlagsFixed = 1 << 1;
    private const ulong FlagsIopl3 = 3 << 12;
    private const byte TaskBusy = 0xb;
    private const byte LocalTable = 0x2;

    /// <summary>The mode the other values add up to.</summary>
    public CpuMode Mode { get; init; }

    /// <summary>Instruction pointer; in real mode an offset into <see cref="Cs"/>.</summary>
    public ulong Rip { get; init; }

    /// <summary>Stack pointer.</summary>
    public ulong Rsp { get; init; }

    /// <summary>Flags.</summary>
    public ulong Rflags { get; init; }

    /// <summary>Multiboot's magic number.</summary>
    public ulong Rax { get; init; }

    /// <summary>PVH start_info, or Multiboot's information structure.</summary>
    public ulong Rbx { get; init; }

    /// <summary>Linux's zero page; the second argument of a C function.</summary>
    public ulong Rsi { get; init; }

    /// <summary>The first argument of a C function.</summary>
    public ulong Rdi { get; init; }

    /// <summary>Control register 0.</summary>
    public ulong Cr0 { get; init; }

    /// <summary>Control register 3: guest physical address of the PML4, 0 with paging off.</summary>
    public ulong Cr3 { get; init; }

    /// <summary>Control register 4.</summary>
    public ulong Cr4 { get; init; }

    /// <summary>The IA32_EFER MSR.</summary>
    public ulong Efer { get; init; }

    /// <summary>Code segment; its DPL is the CPL.</summary>
    public SegmentState Cs { get; init; }

    /// <summary>What DS, ES, FS, GS and SS all hold.</summary>
    public SegmentState Data { get; init; }

    /// <summary>Task register. Never unusable: VMX refuses to enter a guest without one.</summary>
    public SegmentState Tr { get; init; }

    /// <summary>Local descriptor table register.</summary>
    public SegmentState Ldt { get; init; }

    /// <summary>Global descriptor table register.</summary>
    public TableRegister Gdt { get; init; }

    /// <summary>
    /// Interrupt descriptor table register. In the protected modes it is empty: a guest's exception before it has a table of its own ends in
    /// a triple fault, which the monitor reports, rather than in a jump to arbitrary memory.
    /// </summary>
    public TableRegister Idt { get; init; }

    /// <summary>64-bit mode: SSE usable, identity-mapped memory by the tables at <see cref="BootLayout.PageTables"/>.</summary>
    /// <param name="entry">Linear (= physical) address of the first instruction.</param>
    /// <param name="stack">Initial stack pointer.</param>
    /// <param name="user">
    /// Start at CPL 3, with every port permitted (by IOPL 3 and by the task state segment's map). HLT and other privileged instructions fault.
    /// </param>
    public static CpuEntryState Long64(ulong entry, ulong stack = BootLayout.StackTop, bool user = false) => new()
    {
        Mode = CpuMode.Long64,
        Rip = entry,
        Rsp = stack,
        Rflags = FlagsFixed | (user ? FlagsIopl3 : 0),
        Cr0 = Cr0Pe | Cr0Mp | Cr0Et | Cr0Ne | Cr0Pg,
        Cr3 = BootLayout.PageTables,
        Cr4 = Cr4Pae | Cr4Osfxsr | Cr4Osxmmexcpt,
        Efer = EferLme | EferLma,
        Cs = Cpu.Gdt.Code(CpuMode.Long64, user),
        Data = Cpu.Gdt.Data(user),
        Tr = SegmentState.System(Cpu.Gdt.TaskSelector, TaskBusy, BootLayout.TaskStateSegment, TaskStateSegment.Limit(user)),
        Ldt = new SegmentState { Type = LocalTable, Unusable = true },
        Gdt = new TableRegister(BootLayout.Gdt, Cpu.Gdt.SizeInBytes - 1),
    };

    /// <summary>
    /// 32-bit protected mode as PVH asks for it: CR0 has PE only, CR4 is 0, segments are flat, TR holds a task of base 0 and limit 0x67
    /// (Xen, docs/misc/pvh). Multiboot asks for the same with its own values in EAX and EBX.
    /// </summary>
    /// <param name="entry">Physical address of the first instruction.</param>
    /// <param name="ebx">PVH start_info or Multiboot information.</param>
    /// <param name="eax">0 for PVH; 0x2BADB002 for Multiboot 1.</param>
    public static CpuEntryState Protected32(uint entry, uint ebx, uint eax = 0) => new()
    {
        Mode = CpuMode.Protected32,
        Rip = entry,
        Rsp = BootLayout.StackTop,
        Rflags = FlagsFixed,
        Rax = eax,
        Rbx = ebx,
        Cr0 = Cr0Pe | Cr0Et,
        Cs = Cpu.Gdt.Code(CpuMode.Protected32, user: false),
        Data = Cpu.Gdt.Data(user: false),
        Tr = SegmentState.System(Cpu.Gdt.TaskSelector, TaskBusy, 0, TaskStateSegment.SizeInBytes - 1),
        Ldt = new SegmentState { Type = LocalTable, Unusable = true },
        Gdt = new TableRegister(BootLayout.Gdt, Cpu.Gdt.SizeInBytes - 1),
    };

    /// <summary>Real mode at segment:offset with all data segments 0 and the interrupt vectors at address 0, as a boot sector finds it.</summary>
    /// <param name="segment">CS; the code's base is 16 times this.</param>
    /// <param name="offset">IP.</param>
    public static CpuEntryState Real16(ushort segment, ushort offset) => Real(SegmentState.Real(segment, type: 0xb), offset) with
    {
        Rsp = BootLayout.StackTop,
        Cr0 = Cr0Et,
    };

    /// <summary>
    /// The state after RESET (Intel SDM volume 3, table 10-1): F000:FFF0 with the code base at 0xffff0000, 16 bytes below 4 GiB, caches off.
    /// </summary>
    public static CpuEntryState Reset() => Real(SegmentState.Real(0xf000, type: 0xb, segmentBase: 0xffff_0000), 0xfff0) with
    {
        Cr0 = Cr0Cd | Cr0Nw | Cr0Et,
    };

    private static CpuEntryState Real(SegmentState code, ushort offset) => new()
    {
        Mode = CpuMode.Real16,
        Rip = offset,
        Rflags = FlagsFixed,
        Cs = code,
        Data = SegmentState.Real(0, type: 0x3),
        Tr = SegmentState.System(0, TaskBusy, 0, 0xffff),
        Ldt = SegmentState.System(0, LocalTable, 0, 0xffff),
        Gdt = new TableRegister(0, 0xffff),
        Idt = new TableRegister(0, 0xffff),
    };
}
