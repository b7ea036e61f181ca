using Iced.Intel;
using KvmSdk.DeviceShells;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Guests;

public sealed class SerialOutputTests
{
    private const int Mebibyte = 1 << 20;
    private const int SmallLimit = 4096;

    private static readonly StartOptions _smallLimit = new() { OutputLimit = SmallLimit };

    /// <summary>Sends the bytes 0, 1, 2... as often as told, then ends.</summary>
    private static byte[] Flood(int bytes) => Guest.Assemble(a =>
    {
        Label next = a.CreateLabel();
        a.mov(rdi, TestVm.SerialWindow);
        a.mov(ecx, bytes);
        a.xor(eax, eax);
        a.Label(ref next);
        a.mov(__byte_ptr[rdi], al);
        a.inc(eax);
        a.dec(ecx);
        a.jne(next);
        a.mov(rdi, TestVm.ResultWindow);
        a.mov(__dword_ptr[rdi], ecx);
        a.Spin();
    });

    [KvmFact]
    public async Task A_mebibyte_of_output_arrives_byte_for_byte()
    {
        await using TestMachine machine = await new TestVm(Flood(Mebibyte)) { User = true }.StartAsync();
        byte[] received = new byte[Mebibyte];
        await machine.Console.Output.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
        Assert.Equal(0, await machine.Console.Output.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience.Limit));
        for (int i = 0; i < received.Length; i++)
        {
            Assert.True(received[i] == (byte)i, $"byte {i} is {received[i]}");
        }
    }

    [KvmFact]
    public async Task Output_that_nobody_reads_makes_the_guest_wait_and_is_delivered_when_it_is_stopped()
    {
        await using TestMachine machine = await new TestVm(Flood(Mebibyte)) { User = true }.StartAsync(_smallLimit);

        // The guest stalls once the ring is full, and that is when the vCPU itself delivers; it then waits for a reader.
        await Patience.UntilAsync(machine, () => machine.Console.Counters.Stalls > 0);

        await machine.StopAsync().WaitAsync(Patience.Limit);
        Assert.IsType<MachineOutcome.Stopped>(await machine.Completion);
        ulong sent = machine.Console.Counters.BytesSent;
        Assert.InRange(sent, (ulong)TransmitRing.Capacity, SmallLimit + (2ul * TransmitRing.Capacity));
        using MemoryStream all = new();
        await machine.Console.Output.CopyToAsync(all);
        Assert.Equal((long)sent, all.Length);
    }

    [KvmFact]
    public async Task A_guest_that_waits_for_a_reader_can_be_paused_and_goes_on()
    {
        const int Bytes = 3 * TransmitRing.Capacity;
        await using TestMachine machine = await new TestVm(Flood(Bytes)) { User = true }.StartAsync(_smallLimit);
        await Patience.UntilAsync(machine, () => machine.Console.Counters.Stalls > 0);

        await machine.PauseAsync().WaitAsync(Patience.Limit);
        Assert.Equal(MachineState.Paused, machine.State);
        await machine.ResumeAsync();
        byte[] received = new byte[Bytes];
        await machine.Console.Output.ReadExactlyAsync(received).AsTask().WaitAsync(Patience.Limit);
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.All(Enumerable.Range(0, Bytes / 4096), i => Assert.Equal((byte)(i * 4096), received[i * 4096]));
    }

    [KvmFact]
    public async Task A_file_receives_all_output_before_completion()
    {
        string path = Path.GetTempFileName();
        try
        {
            await using TestMachine machine = await new TestVm(Flood(100_000)) { User = true, Console = Terminal.File(path) }.StartAsync();
            await machine.Completion.WaitAsync(Patience.Limit);
            byte[] content = await File.ReadAllBytesAsync(path);
            Assert.Equal(100_000, content.Length);
            Assert.Equal(unchecked((byte)99_999), content[^1]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [KvmFact]
    public async Task A_console_that_fails_ends_the_machine_and_says_which()
    {
        await using TestMachine machine = await new TestVm(Flood(Mebibyte)) { User = true, Console = Terminal.File("/dev/full") }.StartAsync();
        var failure = Assert.IsType<MachineOutcome.HostFailure>(await machine.Completion.WaitAsync(Patience.Limit));
        Assert.StartsWith("console 'Console'", failure.Part, StringComparison.Ordinal);
        Assert.Contains("No space left on device", failure.Description, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task A_port_connected_elsewhere_has_no_streams()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.PowerOff())) { Console = Terminal.None }.StartAsync();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => machine.Console.Output);
        Assert.Contains("Console = Terminal.Program", e.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => machine.Console.Input);
    }
}
