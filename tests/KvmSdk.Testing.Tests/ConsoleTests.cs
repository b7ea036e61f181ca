using System.Text.RegularExpressions;

namespace KvmSdk.Testing.Tests;

/// <summary>What a guest says is waited for in its order, with messages that tell what was said instead.</summary>
public sealed class ConsoleTests
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(300);

    [KvmFact]
    public async Task A_test_converses_with_the_guest_until_it_powers_off()
    {
        await using var vm = await TestMachine.StartAsync<Echo>();
        Assert.Equal("Echo 1.0\r\nlogin: ", await vm.Console.ExpectAsync("login: "));
        await vm.Console.SendLineAsync("root");
        Match match = await vm.Console.ExpectAsync(new Regex("r(o+)t"));
        Assert.Equal("oo", match.Groups[1].Value);

        // Behind the match, though the guest has said it before.
        await Assert.ThrowsAsync<TestMachineException>(() => vm.Console.ExpectAsync("Echo", _soon));

        await vm.Console.SendAsync("q");
        Assert.IsType<MachineOutcome.PowerOff>(await vm.WaitForEndAsync());
        Assert.Equal("Echo 1.0\r\nlogin: root\nq", vm.Console.Text);
        Assert.Equal(0, vm.Allocated);
    }

    [KvmFact]
    public async Task A_text_that_does_not_come_in_time_is_told_with_what_was_said_last_and_kept()
    {
        await using var vm = await TestMachine.StartAsync<Echo>();
        await vm.Console.ExpectAsync("login: ");
        TestMachineException e = await Assert.ThrowsAsync<TestMachineException>(() => vm.Console.ExpectAsync("Password:", _soon));
        Assert.StartsWith(
            "'Password:' did not come from 'Console' within 0.3 s; the machine is running; 'Console' said last:\n    Echo 1.0\n    login:\nall of the console's output: ",
            e.Message,
            StringComparison.Ordinal);
        Assert.Equal("Echo 1.0\r\nlogin: ", await File.ReadAllTextAsync(e.Message[(e.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]));
        Assert.Contains("/consoles/KvmSdk.Testing.Tests.ConsoleTests.A_text_that_does_not_come_in_time", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_machine_that_ends_first_is_told_at_once_with_how_it_ended()
    {
        await using var vm = await TestMachine.StartAsync<Echo>(new() { Limit = TimeSpan.FromMinutes(5) });
        await vm.Console.SendAsync("q");
        TestMachineException e = await Assert.ThrowsAsync<TestMachineException>(() => vm.Console.ExpectAsync("Password:"));
        Assert.StartsWith("'Password:' did not come from 'Console' before the machine ended; the machine has ended: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("\n    login: q\n", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_machine_that_goes_on_is_not_waited_for_for_ever()
    {
        await using var vm = await TestMachine.StartAsync<Echo>();
        TestMachineException e = await Assert.ThrowsAsync<TestMachineException>(() => vm.WaitForEndAsync(_soon));
        Assert.StartsWith("the machine did not end within 0.3 s; the machine is running; 'Console' ", e.Message, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_port_on_the_program_is_read_from_its_beginning_once_it_is_asked_for()
    {
        await using var vm = await TestMachine.StartAsync(new Desk { Program = Desk.Asking(1, powersOff: true) }.StartAsync);
        await vm.WaitForEndAsync();
        await vm.ConsoleOf("Log").ExpectAsync("!");
        Assert.Contains("Terminal.Standard", Assert.Throws<InvalidOperationException>(() => vm.Console).Message, StringComparison.Ordinal);
        Assert.Contains("'Log'", Assert.Throws<ArgumentException>(() => vm.ConsoleOf("Console")).Message, StringComparison.Ordinal);
    }

    [KvmTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_device_allocates_while_the_guest_waits_is_counted(bool isWasteful)
    {
        const int times = 100;
        await using var vm = await TestMachine.StartAsync(new Desk { Program = Desk.Asking(times, powersOff: false), Paper = new(paper => paper.IsWasteful = isWasteful) }.StartAsync);
        await vm.ConsoleOf("Log").ExpectAsync("!");
        long allocated = vm.Allocated;
        Assert.InRange(allocated, isWasteful ? times * Paper.Sheet : 0, isWasteful ? times * (Paper.Sheet + 64) : 0);
        Assert.Equal(isWasteful, vm.Machine.Paper.Last is not null);

        await vm.Machine.StopAsync();
        Assert.Equal(allocated, vm.Allocated);
    }

    [Fact]
    public void A_record_keeps_the_end_of_very_much_and_puts_split_characters_together()
    {
        var record = new ConsoleRecord();
        byte[] line = "0123456789abcde\n"u8.ToArray();
        for (int i = 0; i <= ConsoleRecord.Limit / line.Length; i++)
        {
            record.Add(line);
        }

        record.Add([0xE2, 0x82]);
        record.Add([0xAC, 0x1B]);
        Assert.InRange(record.From(0).Length, 1, ConsoleRecord.Limit);
        Assert.Equal(record.Length, record.Dropped + record.From(0).Length);
        Assert.True(record.Dropped > 0);
        Assert.Equal(["0123456789abcde", "€."], record.Tail(2));
        Assert.StartsWith($"[the first {record.Dropped} characters are not kept]\n", record.ToString(), StringComparison.Ordinal);
        Assert.Equal("€\e", record.From(record.Length - 2));
    }
}
