using System.Text;
using KvmSdk;

/// <summary>The guest: 64-bit code that says that it has started, does its work, and ends with 0. Addresses come from the machine's own layout.</summary>
internal static class Guest
{
    private const string Text = "At your service.\n";

    public static GuestImage Image { get; } = GuestImage.FromBytes(
    [
        0x66, 0xBA, Appliance.Layout.Booted.Port & 0xFF, Appliance.Layout.Booted.Port >> 8, // mov dx, port
        0xB0, 0x01, // mov al, stage 1
        0xEE, // out dx, al
        0x48, 0x8D, 0x35, 0x15, 0, 0, 0, // lea rsi, [text]
        0xB9, (byte)Text.Length, 0, 0, 0, // mov ecx, length
        0x66, 0xBA, Appliance.Layout.Console.Port & 0xFF, Appliance.Layout.Console.Port >> 8, // mov dx, port
        0xF3, 0x6E, // rep outsb
        0x66, 0xBA, Appliance.Layout.Result.Port & 0xFF, Appliance.Layout.Result.Port >> 8, // mov dx, port
        0x31, 0xC0, // xor eax, eax
        0xEF, // out dx, eax
        0xF4, 0xEB, 0xFD, // hlt; jmp hlt
        .. Encoding.ASCII.GetBytes(Text),
    ]);
}
