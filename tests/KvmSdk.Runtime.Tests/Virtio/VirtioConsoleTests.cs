using System.Text;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.DeviceShells;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A virtio console in a running machine, with a guest's driver in the test's hands.</summary>
public sealed class VirtioConsoleTests
{
    private static async Task<(TestMachine Machine, VirtioConsole Console, ConsoleDriver Driver)> StartAsync(Terminal terminal, StartOptions? options = null)
    {
        VirtioConsole? console = null;
        ConsoleDriver? driver = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                console = new(host, "Hvc", ConsoleDriver.Window, 5, terminal);
                driver = new(console, host.Memory, 2);
            },
        };
        return (await vm.StartAsync(options), console!, driver!);
    }

    [KvmFact]
    public async Task Bytes_go_both_ways()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.Program);
        await using (machine)
        {
            driver.Send(1, "login: "u8);
            Assert.Equal("login: ", await console.ReadUntilAsync(": ").WaitAsync(Patience.Limit));
            driver[0].Offer(Piece.Out(ConsoleDriver.Data + 0x1000, 3));
            driver.Kick(0);
            Task writing = console.Input.WriteAsync("root\n"u8.ToArray()).AsTask();
            await Patience.UntilAsync(machine, () => driver[0].UsedIndex == 1);
            Assert.False(writing.IsCompleted);
            driver[0].Offer(Piece.Out(ConsoleDriver.Data + 0x2000, 64));
            driver.Kick(0);
            await writing.WaitAsync(Patience.Limit);
            Assert.Equal((byte)'r', machine.Memory.Read<byte>(ConsoleDriver.Data + 0x1000));
            Assert.Equal((byte)'t', machine.Memory.Read<byte>(ConsoleDriver.Data + 0x2000));
            ConsoleCounters counters = console.Counters;
            Assert.Equal((7UL, 1UL, 5UL, true), (counters.BytesSent, counters.BuffersSent, counters.BytesReceived, console.IsOpen));
            Assert.True(counters.InputRefusals >= 1);
        }
    }

    [KvmFact]
    public async Task Output_that_nobody_reads_stays_with_the_guest_and_depends_on_no_reader_for_a_pause_or_an_end()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.Program, new StartOptions { OutputLimit = 4096 });
        await using (machine)
        {
            for (uint i = 0; i < 16; i++)
            {
                driver[1].Offer(Piece.In(ConsoleDriver.Data, 0x4000));
                driver.Kick(1);
            }

            await Patience.UntilAsync(machine, () => console.Counters.Stalls > 0);
            int taken = driver[1].UsedIndex;
            Assert.InRange(taken, 4, 5);
            await machine.PauseAsync().WaitAsync(Patience.Limit);
            await machine.ResumeAsync();
            await machine.StopAsync().WaitAsync(Patience.Limit);
            Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);

            // What was in the ring, and one more ring of what the guest had handed over.
            ulong sent = console.Counters.BytesSent;
            Assert.InRange(sent, 2UL * TransmitRing.Capacity, 4096 + (3UL * TransmitRing.Capacity));
            using MemoryStream all = new();
            await console.Output.CopyToAsync(all);
            Assert.Equal((long)sent, all.Length);
        }
    }

    [KvmFact]
    public async Task Output_goes_on_by_itself_once_it_is_read()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.Program, new StartOptions { OutputLimit = 4096 });
        await using (machine)
        {
            byte[] pattern = [.. Enumerable.Range(0, 0x4000).Select(i => (byte)(i * 31 >> 4))];
            for (int i = 0; i < 16; i++)
            {
                driver.Send(1, pattern);
            }

            byte[] received = new byte[16 * pattern.Length];
            await console.Output.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
            Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(pattern, received[(i * pattern.Length)..((i + 1) * pattern.Length)]));
            await Patience.UntilAsync(machine, () => driver[1].UsedIndex == 16);
        }
    }

    [KvmFact]
    public async Task What_the_guest_sent_last_arrives_before_completion()
    {
        string path = Path.GetTempFileName();
        try
        {
            (TestMachine machine, VirtioConsole _, ConsoleDriver driver) = await StartAsync(Terminal.File(path));
            await using (machine)
            {
                driver.Send(1, "the last words"u8);
                await machine.StopAsync().WaitAsync(Patience.Limit);
                Assert.Equal("the last words", await File.ReadAllTextAsync(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [KvmFact]
    public async Task A_new_size_reaches_the_guest_and_is_without_effect_after_the_end()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.None);
        await using (machine)
        {
            Assert.Equal((0, 0), console.Size);
            console.Resize(132, 50);
            Assert.Equal((132, 50), console.Size);
            Assert.Equal((50u << 16) | 132, driver.In(MmioRegister.Configuration));
            Assert.Equal(MmioRegister.InterruptConfiguration, driver.HandleInterrupt());
            Assert.Throws<ArgumentOutOfRangeException>(() => console.Resize(-1, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => console.Resize(1, 65536));
            await machine.StopAsync().WaitAsync(Patience.Limit);
        }

        console.Resize(80, 25);
        Assert.Equal((132, 50), console.Size);
    }

    [KvmFact]
    public async Task Bytes_in_the_configuration_space_are_output_however_many()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.Program);
        await using (machine)
        {
            Task writing = Task.Run(() =>
            {
                for (int i = 0; i < 3 * TransmitRing.Capacity; i++)
                {
                    driver.Out(MmioRegister.Configuration + 8, (byte)i);
                }
            });
            byte[] received = new byte[3 * TransmitRing.Capacity];
            await console.Output.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
            await writing;
            Assert.All(Enumerable.Range(0, received.Length / 1000), i => Assert.Equal((byte)(i * 1000), received[i * 1000]));
            Assert.Equal((ulong)received.Length, console.Counters.EmergencyBytes);
        }
    }

    [KvmFact]
    public async Task A_driver_that_breaks_a_rule_breaks_its_console_and_not_the_machine()
    {
        (TestMachine machine, VirtioConsole console, ConsoleDriver driver) = await StartAsync(Terminal.Program);
        await using (machine)
        {
            driver[1].AvailableIndex = 40_000;
            driver.Kick(1);
            Assert.Equal(0x40u, driver.Status & 0x40);
            Task writing = console.Input.WriteAsync(Encoding.ASCII.GetBytes("x")).AsTask();
            await machine.StopAsync().WaitAsync(Patience.Limit);
            await Assert.ThrowsAsync<IOException>(() => writing);
            Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        }
    }
}
