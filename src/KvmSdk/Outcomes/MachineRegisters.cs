using System.Globalization;

namespace KvmSdk;

/// <summary>The registers of a virtual CPU at the moment it failed: plain data, for a report.</summary>
public readonly record struct MachineRegisters
{
    /// <summary>Instruction pointer: an offset into the code segment.</summary>
    public ulong Rip { get; init; }

    /// <summary>Flags.</summary>
    public ulong Rflags { get; init; }

    /// <summary>General register.</summary>
    public ulong Rax { get; init; }

    /// <summary>General register.</summary>
    public ulong Rbx { get; init; }

    /// <summary>General register.</summary>
    public ulong Rcx { get; init; }

    /// <summary>General register.</summary>
    public ulong Rdx { get; init; }

    /// <summary>General register.</summary>
    public ulong Rsi { get; init; }

    /// <summary>General register.</summary>
    public ulong Rdi { get; init; }

    /// <summary>Frame pointer.</summary>
    public ulong Rbp { get; init; }

    /// <summary>Stack pointer.</summary>
    public ulong Rsp { get; init; }

    /// <summary>General register.</summary>
    public ulong R8 { get; init; }

    /// <summary>General register.</summary>
    public ulong R9 { get; init; }

    /// <summary>General register.</summary>
    public ulong R10 { get; init; }

    /// <summary>General register.</summary>
    public ulong R11 { get; init; }

    /// <summary>General register.</summary>
    public ulong R12 { get; init; }

    /// <summary>General register.</summary>
    public ulong R13 { get; init; }

    /// <summary>General register.</summary>
    public ulong R14 { get; init; }

    /// <summary>General register.</summary>
    public ulong R15 { get; init; }

    /// <summary>Control register 0: protection and paging.</summary>
    public ulong Cr0 { get; init; }

    /// <summary>Control register 2: the address of the last page fault.</summary>
    public ulong Cr2 { get; init; }

    /// <summary>Control register 3: the guest-physical address of the page tables.</summary>
    public ulong Cr3 { get; init; }

    /// <summary>Control register 4: extensions.</summary>
    public ulong Cr4 { get; init; }

    /// <summary>The IA32_EFER MSR: long mode.</summary>
    public ulong Efer { get; init; }

    /// <summary>The code segment's selector.</summary>
    public ushort CsSelector { get; init; }

    /// <summary>The code segment's linear base address; 0 in 64-bit mode.</summary>
    public ulong CsBase { get; init; }

    /// <summary>The current privilege level, 0 to 3.</summary>
    public int PrivilegeLevel { get; init; }

    /// <summary>The interrupt descriptor table's linear address.</summary>
    public ulong IdtBase { get; init; }

    /// <summary>The offset of the interrupt descriptor table's last byte; 0 means that there is no table.</summary>
    public ushort IdtLimit { get; init; }

    /// <summary>Where the CPU stood, for messages: RIP, with the selector and privilege level.</summary>
    public string Location =>
        string.Create(CultureInfo.InvariantCulture, $"RIP 0x{Rip:X} (CS 0x{CsSelector:X}, ring {PrivilegeLevel})");

    /// <summary>All registers, four to a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        RIP {Rip:X16}  RSP {Rsp:X16}  RBP {Rbp:X16}  FLG {Rflags:X16}
        RAX {Rax:X16}  RBX {Rbx:X16}  RCX {Rcx:X16}  RDX {Rdx:X16}
        RSI {Rsi:X16}  RDI {Rdi:X16}  R8  {R8:X16}  R9  {R9:X16}
        R10 {R10:X16}  R11 {R11:X16}  R12 {R12:X16}  R13 {R13:X16}
        R14 {R14:X16}  R15 {R15:X16}  CS  {CsSelector:X4} base {CsBase:X}, ring {PrivilegeLevel}
        CR0 {Cr0:X16}  CR2 {Cr2:X16}  CR3 {Cr3:X16}  CR4 {Cr4:X16}
        EFR {Efer:X16}  IDT {IdtBase:X16} limit {IdtLimit:X4}
        """);
}
