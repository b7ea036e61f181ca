using System.Text;
using Iced.Intel;
using KvmSdk;
using static Iced.Intel.AssemblerRegisters;

namespace HelloVm;

/// <summary>Assembles the guest: a few hundred instructions at run, in 64-bit long mode.</summary>
internal static class Greeting
{
    /// <summary>The line status register of a 16550A, from its first port, and its bit for an empty transmitter.</summary>
    private const int LineStatus = 5;
    private const byte TransmitterEmpty = 0x20;

    /// <summary>SLP_TYP 5 (soft off) and SLP_EN in the ACPI sleep control register.</summary>
    private const byte PowerOff = (5 << 2) | (1 << 5);

    public static GuestImage Assemble(string greeting)
    {
        var guest = new Assembler(64);
        Label text = guest.CreateLabel();
        Label next = guest.CreateLabel();
        Label wait = guest.CreateLabel();
        Label done = guest.CreateLabel();

        guest.lea(rsi, __[text]);

        guest.Label(ref next);
        guest.mov(bl, __byte_ptr[rsi]);
        guest.test(bl, bl);
        guest.je(done);

        guest.Label(ref wait);
        guest.mov(edx, Hello.Layout.Console.Port + LineStatus);
        guest.@in(al, dx);
        guest.test(al, TransmitterEmpty);
        guest.je(wait);

        guest.mov(edx, Hello.Layout.Console.Port);
        guest.mov(al, bl);
        guest.@out(dx, al);
        guest.inc(rsi);
        guest.jmp(next);

        guest.Label(ref done);
        guest.mov(edx, Hello.Layout.Platform.PowerPort);
        guest.mov(al, PowerOff);
        guest.@out(dx, al);

        // On a monitor without that register the guest ends by a triple fault: no interrupt table, then an exception.
        Label noTable = guest.CreateLabel();
        guest.lidt(__[noTable]);
        guest.ud2();

        guest.Label(ref noTable);
        guest.db(new byte[10]);
        guest.Label(ref text);
        guest.db([.. Encoding.ASCII.GetBytes(greeting), 0]);

        using var bytes = new MemoryStream();
        guest.Assemble(new StreamCodeWriter(bytes), Hello.Layout.Program.LoadAddress);
        return GuestImage.FromBytes(bytes.ToArray());
    }
}
