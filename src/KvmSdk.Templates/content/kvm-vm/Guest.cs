using System.Text;
using KvmSdk;

/// <summary>The guest: 64-bit code that sends its greeting to the serial port and powers off. Addresses come from the machine's own layout.</summary>
internal static class Guest
{
    private const string Text = "Hello from a virtual machine.\n";

    public static GuestImage Image { get; } = GuestImage.FromBytes(
    [
        0x48, 0x8D, 0x35, 0x15, 0, 0, 0, // lea rsi, [text]
        0xB9, (byte)Text.Length, 0, 0, 0, // mov ecx, length
        0x66, 0xBA, Hello.Layout.Console.Port & 0xFF, Hello.Layout.Console.Port >> 8, // mov dx, port
        0xF3, 0x6E, // rep outsb
        0x66, 0xBA, Hello.Layout.Platform.PowerPort & 0xFF, Hello.Layout.Platform.PowerPort >> 8, // mov dx, port
        0xB0, 0x34, // mov al, SLP_TYP 5 | SLP_EN
        0xEE, // out dx, al
        0xF4, 0xEB, 0xFD, // hlt; jmp hlt
        .. Encoding.ASCII.GetBytes(Text),
    ]);
}
