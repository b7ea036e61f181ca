namespace KvmSdk.EndToEnd.Tests;

/// <summary>Shared memory as a user declares it: through the generator, to a guest and back.</summary>
public sealed class SharedMemoryTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    [KvmFact]
    public async Task A_declared_mailbox_carries_a_conversation_between_the_guest_and_the_program()
    {
        const uint first = 100;
        const uint rounds = 50;
        using CancellationTokenSource limit = new(_limit);
        await using var test = await TestMachine.StartAsync(new Conversation { Mailbox = new() { Request = first } }.StartAsync);
        Conversation.Machine vm = test.Machine;
        Assert.Equal((Conversation.Layout.Mailbox.Address, Conversation.Layout.Mailbox.Size), (vm.Mailbox.Address, vm.Mailbox.Size));

        for (uint round = first + 1; round <= first + rounds; round++)
        {
            while (vm.Mailbox.Read().Request != round)
            {
                Assert.False(vm.Completion.IsCompleted, "the machine ended first");
                await Task.Delay(1, limit.Token);
            }

            vm.Mailbox.Access(round, static (scoped ref Letters letters, uint answer) => Volatile.Write(ref letters.Answer, answer));
        }

        await vm.StopAsync(limit.Token);
        Assert.Equal(first + rounds, vm.Mailbox.Read().Answer);
    }
}

/// <summary>A machine whose guest counts up in its mailbox, and waits for each number to come back.</summary>
[VirtualMachine(MemoryMiB = 4)]
internal sealed partial record Conversation
{
    [FlatImage]
    public GuestImage Program { get; init; } = GuestImage.FromBytes(
    [
        0xBF, 0x00, 0x00, 0x20, 0x00, //       mov edi, 0x200000
        0xFF, 0x07, //                   next: inc dword [rdi]
        0x8B, 0x07, //                         mov eax, [rdi]
        0xF3, 0x90, //                   wait: pause
        0x3B, 0x47, 0x04, //                   cmp eax, [rdi + 4]
        0x75, 0xF9, //                         jne wait
        0xEB, 0xF3, //                         jmp next
    ]);

    [SharedMemory(Address = 0x20_0000)]
    public Letters Mailbox { get; init; }
}

/// <summary>What lies in the mailbox.</summary>
internal struct Letters
{
    /// <summary>The guest's number.</summary>
    public uint Request;

    /// <summary>The program's.</summary>
    public uint Answer;
}
