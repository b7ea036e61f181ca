using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Support;

/// <summary>Writes guest programs: 64-bit code for <see cref="TestVm.LoadAddress"/>.</summary>
internal static class Guest
{
    /// <summary>Assembles a program.</summary>
    public static byte[] Assemble(Action<Assembler> write, ulong address = TestVm.LoadAddress, int bitness = 64)
    {
        Assembler assembler = new(bitness);
        write(assembler);
        using MemoryStream stream = new();
        assembler.Assemble(new StreamCodeWriter(stream), address);
        return stream.ToArray();
    }

    /// <summary>Ends the machine with a value.</summary>
    public static void Exit(this Assembler a, uint value)
    {
        a.mov(eax, value);
        a.ExitWithEax();
    }

    /// <summary>Ends the machine with what EAX holds, and stays there.</summary>
    public static void ExitWithEax(this Assembler a)
    {
        a.@out((byte)TestVm.ResultPort, eax);
        a.Spin();
    }

    /// <summary>Loops for ever.</summary>
    public static void Spin(this Assembler a)
    {
        Label here = a.CreateLabel();
        a.Label(ref here);
        a.jmp(here);
    }

    /// <summary>Writes a byte to a port.</summary>
    public static void OutByte(this Assembler a, ushort port, byte value)
    {
        a.mov(dx, port);
        a.mov(al, value);
        a.@out(dx, al);
    }

    /// <summary>Reads a byte from a port into AL.</summary>
    public static void InByte(this Assembler a, ushort port)
    {
        a.mov(dx, port);
        a.@in(al, dx);
    }

    /// <summary>Sends a text to the serial port.</summary>
    public static void Print(this Assembler a, string text)
    {
        a.mov(dx, TestVm.SerialPort);
        foreach (char c in text)
        {
            a.mov(al, (byte)c);
            a.@out(dx, al);
        }
    }

    /// <summary>Switches the machine off by ACPI: S5 with sleep enable.</summary>
    public static void PowerOff(this Assembler a)
    {
        a.OutByte(TestVm.PowerPort, (5 << 2) | (1 << 5));
        a.Spin();
    }
}
