// One file is a whole virtual machine: dotnet run samples/hello.cs
using System.Text;
using KvmSdk;

return await VirtualMachine.RunAsync<Hello>(args);

/// <summary>A machine whose guest writes its greeting to the serial port and powers off.</summary>
[VirtualMachine(MemoryMiB = 4)]
public partial record Hello
{
    /// <summary>The guest: nine instructions of 64-bit code, and the text behind them.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = GuestImage.FromBytes(
    [
        0x48, 0x8D, 0x35, 0x15, 0, 0, 0, // lea rsi, [text]
        0xB9, (byte)Text.Length, 0, 0, 0, // mov ecx, length
        0x66, 0xBA, 0xF8, 0x03, //           mov dx, Layout.Console.Port
        0xF3, 0x6E, //                       rep outsb
        0x66, 0xBA, 0x00, 0x06, //           mov dx, Layout.Platform.PowerPort
        0xB0, 0x34, //                       mov al, SLP_TYP 5 | SLP_EN
        0xEE, //                             out dx, al
        0xF4, 0xEB, 0xFD, //                 hlt; jmp hlt
        .. Encoding.ASCII.GetBytes(Text),
    ]);

    /// <summary>The guest's serial port, on this program's standard output.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    private const string Text = "Hello from one file of C#.\n";
}
