using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

public sealed class WarningTests
{
    private static MachineWarning.DiskError Warning(string disk) => new MachineWarning.DiskError(disk, "x.img", "reading", "EIO", "look");

    private static Task<TestMachine> StartAsync() => new TestVm(Guest.Assemble(a => a.Spin())).StartAsync();

    [KvmFact]
    public async Task A_handler_hears_of_earlier_and_later_warnings_in_order_until_it_is_removed()
    {
        await using TestMachine machine = await StartAsync();
        List<string> heard = [];
        void Hear(object? sender, MachineWarning warning)
        {
            Assert.Same(machine, sender);
            heard.Add(((MachineWarning.DiskError)warning).Disk);
        }

        machine.Host.Warnings.Give(Warning("A"));
        machine.Warned += Hear;
        machine.Host.Warnings.Give(Warning("B"));
        machine.Warned -= Hear;
        machine.Host.Warnings.Give(Warning("C"));
        Assert.Equal(["A", "B"], heard);
        Assert.Equal(MachineState.Running, machine.State);
    }

    [KvmFact]
    public async Task A_handler_that_throws_ends_the_machine_and_not_the_device()
    {
        await using TestMachine machine = await StartAsync();
        machine.Warned += (_, _) => throw new InvalidDataException("no ears");
        machine.Host.Warnings.Give(Warning("A"));
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal("a handler of warnings failed: no ears", outcome.Description);
    }

    [Fact]
    public void A_description_is_one_sentence_without_a_full_stop() =>
        Assert.Equal("disk 'A': reading x.img failed with EIO, and the guest was told of an I/O error; look; further errors are only counted", Warning("A").Description);
}
