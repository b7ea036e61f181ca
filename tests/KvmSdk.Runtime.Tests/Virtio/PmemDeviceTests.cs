using Iced.Intel;
using KvmSdk.Boot;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A file as a running machine's memory: what its processor reads and writes, what its driver has flushed, and what the host does to the file.</summary>
public sealed class PmemDeviceTests
{
    private const ulong Window = TestVm.DeviceWindow;
    private const ulong Memory = 0x1_0000_0000;
    private const int MiB = 1 << 20;

    /// <summary>A page table of the guest's, for the two MiB pages from 4 GiB on.</summary>
    private const ulong Directory = 0x30_0000;

    [KvmFact]
    public async Task What_the_guest_writes_is_in_the_file_and_what_the_file_has_the_guest_reads()
    {
        byte[] contents = new byte[4 * MiB];
        contents[(3 * MiB) + 5] = 0x42;
        using ImageFile image = ImageFile.Of(contents);
        TestVm vm = Vm(
            image.Disk,
            a =>
            {
                a.mov(rbx, Memory);
                a.mov(eax, 0x1234_5678);
                a.mov(__dword_ptr[rbx + 16], eax);
                a.movzx(eax, __byte_ptr[rbx + (3 * MiB) + 5]);
                a.ExitWithEax();
            },
            out _);
        Assert.Equal(0x42, (await vm.RunAsync()).ExitCode);
        Assert.Equal(0x1234_5678, BitConverter.ToInt32(image.Read(), 16));
    }

    [KvmFact]
    public async Task A_write_to_a_read_only_file_changes_nothing_is_counted_and_told_of_once()
    {
        using ImageFile image = ImageFile.Of([.. Enumerable.Repeat((byte)7, 5000)]);
        TestVm vm = Vm(
            DiskImage.Raw(image.Path, readOnly: true),
            a =>
            {
                a.mov(rbx, Memory);
                a.mov(eax, 1);
                a.mov(__dword_ptr[rbx], eax);
                a.mov(__dword_ptr[rbx + 4999], eax);
                a.movzx(ecx, __byte_ptr[rbx]);

                // Zeros behind the file's end, up to 2 MiB.
                a.movzx(eax, __byte_ptr[rbx + 5000]);
                a.add(ecx, eax);
                a.movzx(eax, __byte_ptr[rbx + (2 * MiB) - 1]);
                a.add(eax, ecx);
                a.ExitWithEax();
            },
            out Func<PmemDevice> device);
        await using TestMachine machine = await vm.StartAsync();
        List<string> warnings = [];
        machine.Warned += (_, warning) => warnings.Add(warning.Description);
        Assert.Equal(7, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
        Assert.Equal(
            [$"persistent memory 'Store': the guest wrote to {image.Path}, which is read-only, and nothing was changed; mount it read-only in the guest (mount -o ro); further writes are only counted"],
            warnings);
        Assert.Equal((2ul, 2ul * MiB, true), (device().Counters.WritesDropped, device().Size, device().IsReadOnly));
        Assert.Equal(0ul, machine.Counters.UnclaimedMemoryAccesses);
        Assert.DoesNotContain(image.Read(), static value => value != 7);

        // Behind the memory there is nothing, and a write there is nobody's.
        Assert.False(device().TryDropWrite(2 * MiB));
    }

    [KvmFact]
    public async Task Flushes_are_answered_counted_and_timed_and_allocate_nothing()
    {
        using ImageFile image = ImageFile.Of(new byte[2 * MiB]);
        PmemDriver? driver = null;
        TestVm vm = Vm(image.Disk, static a => a.Spin(), out Func<PmemDevice> device, (pmem, host) => (driver = new(pmem, host.Memory)).Begin16());
        await using TestMachine machine = await vm.StartAsync();
        Assert.Equal((0u, 1u, 2u * MiB, 0u), (driver!.In(MmioRegister.Configuration), driver.In(MmioRegister.Configuration + 4), driver.In(MmioRegister.Configuration + 8), driver.In(MmioRegister.Configuration + 12)));
        for (int i = 1; i <= 100; i++)
        {
            driver.Flush();
            await Patience.UntilAsync(machine, () => driver.Queue.UsedIndex == i);
            Assert.Equal(0u, driver.Result);
        }

        // As many as the queue holds, before anybody looks.
        for (int i = 0; i < 8; i++)
        {
            driver.Offer();
        }

        driver.Kick();
        await Patience.UntilAsync(machine, () => driver.Queue.UsedIndex == 108);
        PmemCounters counters = device().Counters;
        Assert.Equal((108ul, 0ul, 0ul), (counters.Flushes, counters.Errors, counters.WritesDropped));
        Assert.InRange(counters.HostFlushes, 101ul, 108ul);
        Assert.Equal(counters.HostFlushes, device().FlushLatency.Count);
        Assert.Equal(MmioRegister.InterruptUsed, driver.HandleInterrupt());
    }

    [KvmFact]
    public async Task A_request_that_is_none_stops_the_device_and_not_the_machine()
    {
        using ImageFile image = ImageFile.Of(new byte[2 * MiB]);
        PmemDriver? driver = null;
        TestVm vm = Vm(image.Disk, static a => a.Spin(), out Func<PmemDevice> device, (pmem, host) => (driver = new(pmem, host.Memory)).Begin16());
        await using TestMachine machine = await vm.StartAsync();
        driver!.Offer(type: 1);
        driver.Kick();
        await Patience.UntilAsync(machine, () => (driver.Status & 64) != 0);
        Assert.Equal((0ul, MachineState.Running), (device().Counters.Flushes, machine.State));
        machine.Memory.Access(0x20_0000, 0x1000, 0, static (scoped Span<byte> bytes, int _) => bytes.Clear());
        driver.Begin16();
        driver.Flush();
        await Patience.UntilAsync(machine, () => driver.Queue.UsedIndex == 1);
    }

    [KvmFact]
    public async Task A_file_that_is_shortened_ends_the_machine_at_once()
    {
        using ImageFile image = ImageFile.Of(new byte[4 * MiB]);
        TestVm vm = Vm(
            image.Disk,
            static a =>
            {
                Label again = a.CreateLabel();
                a.mov(rbx, Memory);
                a.Label(ref again);
                a.mov(eax, __dword_ptr[rbx + (3 * MiB)]);
                a.jmp(again);
            },
            out _);
        await using TestMachine machine = await vm.StartAsync();
        image.Truncate(MiB);
        MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Equal("persistent memory 'Store'", Assert.IsType<MachineOutcome.HostFailure>(outcome).Part);
        Assert.Contains(
            $"{image.Path}: another program shortened it to 1048576 bytes while 4194304 bytes of it were a guest's memory; restore the file, and leave that of a running machine alone",
            outcome.Description,
            StringComparison.Ordinal);
    }

    /// <summary>Which a change of the file by others is not, as long as it stays as long.</summary>
    [KvmFact]
    public async Task A_file_that_others_write_to_or_make_longer_is_no_reason_to_end()
    {
        using ImageFile image = ImageFile.Of(new byte[4 * MiB]);
        await using TestMachine machine = await Vm(image.Disk, static a => a.Spin(), out _).StartAsync();
        image.Truncate(8 * MiB);
        image.Truncate(4 * MiB);
        using (FileStream file = new(image.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.WriteByte(1);
        }

        await Task.Delay(200);
        Assert.Equal(MachineState.Running, machine.State);
    }

    [KvmFact]
    public async Task A_file_that_was_deleted_after_it_was_flushed_is_a_loss_that_is_told_of()
    {
        using ImageFile image = ImageFile.Of(new byte[2 * MiB]);
        PmemDriver? driver = null;
        TestVm vm = Vm(image.Disk, static a => a.Spin(), out _, (pmem, host) => (driver = new(pmem, host.Memory)).Begin16());
        await using TestMachine machine = await vm.StartAsync();
        driver!.Flush();
        await Patience.UntilAsync(machine, () => driver.Queue.UsedIndex == 1);
        File.Delete(image.Path);
        await machine.StopAsync();
        Assert.Contains("it was deleted while the machine ran", (await machine.Completion).Description, StringComparison.Ordinal);
    }

    [KvmFact]
    public async Task Two_machines_may_have_a_read_only_file_and_only_one_may_write_to_it()
    {
        using ImageFile image = ImageFile.Of(new byte[2 * MiB]);
        DiskImage shared = DiskImage.Raw(image.Path, readOnly: true);
        await using (TestMachine first = await Vm(shared, static a => a.Spin(), out _).StartAsync())
        {
            Assert.Equal(0, (await Vm(shared, static a => a.Exit(0), out _).RunAsync()).ExitCode);
            HostException refused = await Assert.ThrowsAsync<HostException>(() => Vm(image.Disk, static a => a.Exit(0), out _).StartAsync());
            Assert.Contains("it is locked by another process", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await Vm(image.Disk, static a => a.Exit(0), out _).RunAsync()).ExitCode);
    }

    [KvmFact]
    public async Task A_dry_run_takes_no_room()
    {
        using ImageFile image = ImageFile.Of([]);
        image.Truncate(2 * MiB);
        await using TestMachine machine = await Vm(image.Disk, static a => a.Exit(0), out _).StartAsync(new StartOptions { IsDryRun = true });
        Assert.Equal(0, image.Describe().st_blocks);
    }

    private static TestVm Vm(DiskImage image, Action<Assembler> program, out Func<PmemDevice> device, Action<PmemDevice, MachineHost>? prepare = null)
    {
        PmemDevice? made = null;
        device = () => made!;
        return new(Guest.Assemble(program))
        {
            DeviceWrite = (offset, width, value) => made!.Write(offset, width, value),
            OtherWrite = address => address >= Memory && made!.TryDropWrite(address - Memory),
            Prepare = host =>
            {
                made = new(host, "Store", Window, 5, Memory, 16 * MiB, image);
                prepare?.Invoke(made, host);

                // Beyond the 4 GiB that every guest finds mapped.
                const ulong present = 0x23;
                const ulong largePage = 0xE3;
                host.Memory.Write(BootLayout.PageTables + 0x1000 + (4 * 8), Directory | present);
                for (ulong i = 0; i < 8; i++)
                {
                    host.Memory.Write(Directory + (i * 8), (Memory + (i * 2 * MiB)) | largePage);
                }
            },
        };
    }

    /// <summary>The guest's driver, at work before the guest is.</summary>
    private sealed class PmemDriver(PmemDevice device, GuestMemory memory) : FakeDriver(new MachineMemory(memory), 0x20_0000)
    {
        private const ulong Data = 0x21_0000;

        public uint Result => memory.Read<uint>(Data + 64);

        public void Begin16() => Setup();

        public void Offer(uint type = 0)
        {
            memory.Write(Data, type);
            memory.Write(Data + 64, uint.MaxValue);
            Queue.Offer(Piece.In(Data, 4), Piece.Out(Data + 64, 4));
        }

        public void Flush()
        {
            Offer();
            Kick();
        }

        public override uint In(uint register) => (uint)device.Read(register, 4);

        public override void Out(uint register, uint value) => device.Write(register, 4, value);
    }
}
