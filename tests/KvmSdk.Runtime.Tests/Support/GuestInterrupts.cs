using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Support;

/// <summary>Guest code that takes interrupts through the legacy interrupt controllers (Intel 8259A data sheet).</summary>
internal static class GuestInterrupts
{
    /// <summary>Where the interrupt descriptor table goes: 256 entries of 16 bytes.</summary>
    public const ulong Table = 0x18_0000;

    /// <summary>The vector of interrupt line 0; line n has this plus n.</summary>
    public const int FirstVector = 0x20;

    private const ulong Pointer = Table - 16;
    private const ushort Master = 0x20;
    private const ushort Slave = 0xA0;
    private const int Cascade = 2;

    /// <summary>Loads an interrupt descriptor table with one gate, at a line's vector.</summary>
    public static void SetHandler(this Assembler a, int irq, Label handler)
    {
        ulong gate = Table + (ulong)((FirstVector + irq) * 16);
        a.mov(rdi, gate);
        a.lea(rax, __[handler]);
        a.mov(__word_ptr[rdi], ax);
        a.mov(ecx, cs);
        a.mov(__word_ptr[rdi + 2], cx);

        // Present, ring 0, 64-bit interrupt gate (Intel SDM volume 3, 6.14.1).
        a.mov(__word_ptr[rdi + 4], unchecked((short)0x8E00));
        a.shr(rax, 16);
        a.mov(__word_ptr[rdi + 6], ax);
        a.shr(rax, 16);
        a.mov(__qword_ptr[rdi + 8], rax);
        a.mov(rdi, Pointer);
        a.mov(__word_ptr[rdi], 0x0FFF);
        a.mov(rax, Table);
        a.mov(__qword_ptr[rdi + 2], rax);
        a.lidt(__[rdi]);
    }

    /// <summary>Programs both controllers, with one line open.</summary>
    public static void OpenLine(this Assembler a, int irq)
    {
        a.OutByte(Master, 0x11);
        a.OutByte(Slave, 0x11);
        a.OutByte(Master + 1, FirstVector);
        a.OutByte(Slave + 1, FirstVector + 8);
        a.OutByte(Master + 1, 4);
        a.OutByte(Slave + 1, 2);
        a.OutByte(Master + 1, 1);
        a.OutByte(Slave + 1, 1);
        a.OutByte(Master + 1, (byte)~(1 << (irq < 8 ? irq : Cascade)));
        a.OutByte(Slave + 1, (byte)~(1 << irq >> 8));
    }

    /// <summary>Tells the controllers that the interrupt is dealt with, and returns from the handler.</summary>
    public static void EndOfInterrupt(this Assembler a, int irq = 0)
    {
        if (irq >= 8)
        {
            a.OutByte(Slave, 0x20);
        }

        a.OutByte(Master, 0x20);
        a.iretq();
    }
}
