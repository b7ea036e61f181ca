using System.Text;
using KvmSdk;
using KvmSdk.Testing;
using Xunit;

public class HelloTests
{
    [KvmFact]
    public async Task It_greets_and_powers_off_without_allocating()
    {
        await using var vm = await TestMachine.StartAsync<Hello>();
        await vm.Console.ExpectAsync("Hello");
        MachineOutcome outcome = await vm.WaitForEndAsync();
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(0, vm.Allocated);
    }

    [KvmFact]
    public async Task Its_assertion_fails()
    {
        await using var vm = await TestMachine.StartAsync<Hello>();
        await vm.WaitForEndAsync();
        Assert.Equal("Good bye.\n", vm.Console.Text);
    }

    [KvmTheory]
    [InlineData("never")]
    public async Task It_waits_in_vain(string text)
    {
        await using var vm = await TestMachine.StartAsync<Hello>();
        await vm.Console.ExpectAsync(text);
    }
}

[VirtualMachine(MemoryMiB = 4)]
public partial record Hello
{
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

    [Serial]
    public Terminal Console { get; init; } = Terminal.Standard;

    private const string Text = "Hello from a test.\n";
}
