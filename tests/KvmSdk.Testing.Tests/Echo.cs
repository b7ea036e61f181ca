using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Testing.Tests;

/// <summary>A guest that asks for a login and sends back what it receives; after a <c>q</c> it powers off.</summary>
[VirtualMachine(MemoryMiB = 4)]
internal sealed partial record Echo
{
    [FlatImage]
    public GuestImage Program { get; init; } = GuestImage.FromBytes(Guest.Assemble(static a =>
    {
        Iced.Intel.Label wait = a.CreateLabel();
        a.Print("Echo 1.0\r\nlogin: ");
        a.Label(ref wait);
        a.InByte(TestVm.SerialPort + 5);
        a.test(Iced.Intel.AssemblerRegisters.al, 1);
        a.je(wait);
        a.InByte(TestVm.SerialPort);
        a.@out(Iced.Intel.AssemblerRegisters.dx, Iced.Intel.AssemblerRegisters.al);
        a.cmp(Iced.Intel.AssemblerRegisters.al, (byte)'q');
        a.jne(wait);
        a.PowerOff();
    }));

    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;
}
