using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Named ports in a running machine, with a guest's driver in the test's hands.</summary>
public sealed class ConsolePortTests
{
    private static async Task<(TestMachine Machine, ConsolePortDevice Device, ConsoleDriver Driver)> StartAsync()
    {
        ConsolePortDevice? device = null;
        ConsoleDriver? driver = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                device = new(host, ConsoleDriver.Window, 5, [new("Agent", "org.example.agent.0", Terminal.Program), new("Log", "log", Terminal.Program)]);
                driver = new(device, host.Memory, 8);
            },
        };
        return (await vm.StartAsync(), device!, driver!);
    }

    [KvmFact]
    public async Task Two_ports_carry_bytes_of_their_own_both_ways()
    {
        (TestMachine machine, ConsolePortDevice device, ConsoleDriver driver) = await StartAsync();
        await using (machine)
        {
            driver.Open(1, isOpen: true);
            driver.Send(5, "hello\n"u8);
            driver.Send(7, "logged\n"u8, 0x100);
            Assert.Equal("hello\n", await device[0].ReadUntilAsync("\n").WaitAsync(Patience.Limit));
            Assert.Equal("logged\n", await device[1].ReadUntilAsync("\n").WaitAsync(Patience.Limit));
            driver[4].Offer(Piece.Out(ConsoleDriver.Data + 0x1000, 64));
            driver.Kick(4);
            await device[0].Input.WriteAsync("ping"u8.ToArray()).AsTask().WaitAsync(Patience.Limit);
            Assert.Equal((0u, 4u), driver[4].Used(0));
            Assert.Equal(("Agent", "org.example.agent.0", 6UL, 4UL), (device[0].Name, device[0].GuestName, device[0].Counters.BytesSent, device[0].Counters.BytesReceived));
        }
    }

    [KvmFact]
    public async Task Input_waits_until_the_guest_opens_its_end_and_both_are_told()
    {
        (TestMachine machine, ConsolePortDevice device, ConsoleDriver driver) = await StartAsync();
        await using (machine)
        {
            List<bool> told = [];
            TaskCompletionSource closed = new();
            device[0].OpenChanged += (sender, isOpen) =>
            {
                Assert.Same(device[0], sender);
                told.Add(isOpen);
                if (!isOpen)
                {
                    closed.SetResult();
                }
            };
            driver[4].Offer(Piece.Out(ConsoleDriver.Data + 0x1000, 64));
            driver.Kick(4);
            Task writing = device[0].Input.WriteAsync("ping"u8.ToArray()).AsTask();
            await Patience.UntilAsync(machine, () => device[0].Counters.InputRefusals > 0);
            Assert.False(writing.IsCompleted || device[0].IsOpen);
            driver.Open(1, isOpen: true);
            await writing.WaitAsync(Patience.Limit);
            Assert.True(device[0].IsOpen);
            await Patience.UntilAsync(machine, () => told.Count == 1);
            driver.Open(1, isOpen: false);
            await closed.Task.WaitAsync(Patience.Limit);
            Assert.Equal([true, false], told);
        }
    }

    [KvmFact]
    public async Task The_hosts_end_closes_and_opens_and_does_nothing_after_the_machine()
    {
        (TestMachine machine, ConsolePortDevice device, ConsoleDriver driver) = await StartAsync();
        await using (machine)
        {
            Assert.True(device[1].IsConnected);
            driver.Send(3, [2, 0, 0, 0, 3, 0, 1, 0], 0x8000);
            for (uint i = 0; i < 4; i++)
            {
                driver[2].Offer(Piece.Out(ConsoleDriver.Data + 0x4000 + (i * 64), 64));
            }

            driver.Kick(2);
            Assert.Equal(2, driver[2].UsedIndex);
            device[1].SetConnected(false);
            Assert.False(device[1].IsConnected);
            Assert.Equal((3, (ushort)0), (driver[2].UsedIndex, machine.Memory.Read<ushort>(ConsoleDriver.Data + 0x4000 + 128 + 6)));
            await machine.StopAsync().WaitAsync(Patience.Limit);
        }

        device[1].SetConnected(true);
        Assert.True(device[1].IsConnected);
    }
}
