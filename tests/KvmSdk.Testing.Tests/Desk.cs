using Iced.Intel;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Testing.Tests;

/// <summary>A guest that asks for paper a number of times, says so on its second port, and stays or powers off.</summary>
[VirtualMachine(MemoryMiB = 4)]
internal sealed partial record Desk
{
    [FlatImage]
    public required GuestImage Program { get; init; }

    [Serial(Port = 0x2F8)]
    public Terminal Log { get; init; } = Terminal.Program;

    [Device]
    public Device<Paper> Paper { get; init; } = new();

    public static GuestImage Asking(int times, bool powersOff) => GuestImage.FromBytes(Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        a.mov(ecx, times);
        a.Label(ref next);
        a.OutByte(Layout.Paper.Port, 1);
        a.dec(ecx);
        a.jne(next);
        a.OutByte(0x2F8, (byte)'!');
        if (powersOff)
        {
            a.PowerOff();
        }
        else
        {
            a.Spin();
        }
    }));
}

/// <summary>A device that allocates while the guest waits, if it is told to.</summary>
[PortDevice(Count = 1)]
internal sealed partial class Paper
{
    public const int Sheet = 1000;

    public bool IsWasteful { get; set; }

    public byte[]? Last { get; private set; }

#pragma warning disable KVM0702 // What the harness is to find.
    [Register(0)]
    public void Take(byte value)
    {
        if (IsWasteful)
        {
            Last = new byte[Sheet];
        }
    }
#pragma warning restore KVM0702
}
