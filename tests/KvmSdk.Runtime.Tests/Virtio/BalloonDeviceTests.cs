using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Memory;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A balloon in a running machine, with a guest's driver in the test's hands, and the host's own word for what is resident.</summary>
public sealed class BalloonDeviceTests
{
    private const ulong Window = TestVm.DeviceWindow;
    private const int MiB = 1 << 20;

    /// <summary>The first of 4 MiB that a test fills and gives away, at a multiple of 2 MiB.</summary>
    private const ulong Gift = 8 * MiB;

    private const int GiftSize = 4 * MiB;

    private static async Task<(TestMachine Machine, BalloonDevice Device, BalloonDriver Driver)> StartAsync(
        HugePages pages = HugePages.None, bool prefault = false, int mebibytes = 0, bool hasDriver = true)
    {
        BalloonDevice? device = null;
        BalloonDriver? driver = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            MemoryMiB = 16,
            HugePages = pages,
            Prefault = prefault,
            SharedMemories = [new("Mailbox", new(Gift, 0x1000))],
            DeviceWrite = (offset, width, value) => device!.Write(offset, width, value),
            Prepare = host =>
            {
                device = new(host, "Balloon", Window, 5, true, true, Balloon.OfMiB(mebibytes));
                driver = new(device, host.Memory);
                if (hasDriver)
                {
                    driver.Begin(ulong.MaxValue);
                }
            },
        };
        return (await vm.StartAsync(), device!, driver!);
    }

    [KvmTheory]
    [InlineData(HugePages.None)]
    [InlineData(HugePages.Transparent)]
    [InlineData(HugePages.Automatic)]
    public async Task What_the_guest_puts_into_the_balloon_leaves_the_host_and_comes_back_as_zeros(HugePages pages)
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync(pages);
        await using (machine)
        {
            Fill(machine);
            Assert.Equal(GiftSize, Resident(machine));

            // All but the page that is shared, and the last one, so that a huge page is divided.
            driver.Inflate(Gift, 1023);
            await Patience.UntilAsync(machine, () => driver.Used(0) == 1);
            Assert.Equal(8192, Resident(machine));
            Assert.Equal(new BalloonCounters(1022 * 4096, 0, 0, 1, 1, 0), device.Counters);
            Assert.Equal(0x5A, machine.Memory.Read<byte>(Gift));
            Assert.Equal(0, machine.Memory.Read<byte>(Gift + 4096));
            Assert.Equal(0x5A, machine.Memory.Read<byte>(Gift + GiftSize - 1));

            machine.Memory.Write<byte>(Gift + 4096, 1);
            driver.Deflate(Gift + 4096, 1);
            await Patience.UntilAsync(machine, () => driver.Used(1) == 1);
            Assert.Equal(1, machine.Memory.Read<byte>(Gift + 4096));
            Assert.Equal(4096ul, device.Counters.BytesDeflated);
        }
    }

    [KvmFact]
    public async Task What_the_guest_reports_as_free_leaves_the_host()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync();
        await using (machine)
        {
            Fill(machine);
            driver.Report(Gift + (2 * MiB), 2 * MiB);
            await Patience.UntilAsync(machine, () => driver.Used(3) == 1);
            Assert.Equal(2 * MiB, Resident(machine));
            Assert.Equal(2ul * MiB, device.Counters.BytesReported);
        }
    }

    [KvmFact]
    public async Task Prefaulted_RAM_is_resident_again_when_the_guest_has_it_back_and_is_never_reported()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync(prefault: true);
        await using (machine)
        {
            Assert.Equal((1ul, 0ul), (driver.Features & 1, driver.Features & (1 << 5)));
            driver.Inflate(Gift + 4096, 1000);
            await Patience.UntilAsync(machine, () => driver.Used(0) == 1);
            Assert.Equal(GiftSize - (1000 * 4096), Resident(machine));
            driver.Deflate(Gift + 4096, 1000);
            await Patience.UntilAsync(machine, () => driver.Used(1) == 1);
            Assert.Equal(GiftSize, Resident(machine));
            Assert.Equal(0ul, device.Counters.HostErrors);
        }
    }

    [KvmFact]
    public async Task A_size_is_asked_for_followed_and_reached()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync(mebibytes: 1);
        await using (machine)
        {
            Assert.Equal((MiB, 256u), (device.TargetBytes, driver.In(MmioRegister.Configuration)));
            Progress seen = new();
            Task target = device.SetTargetAsync(2 * MiB, seen);
            Assert.Equal(512u, driver.In(MmioRegister.Configuration));
            Assert.Equal(MmioRegister.InterruptConfiguration, driver.HandleInterrupt());
            driver.Out(MmioRegister.Configuration + 4, 100);
            await Patience.UntilAsync(machine, () => seen.Last.Bytes == 100 * 4096);
            Assert.False(target.IsCompleted);
            driver.Out(MmioRegister.Configuration + 4, 512);
            await target.WaitAsync(Patience.Limit);
            Assert.Equal(new BalloonProgress(2 * MiB, 2 * MiB), seen.Last);
            Assert.Equal(2 * MiB, device.ActualBytes);

            // What is so already needs nobody.
            await device.SetTargetAsync(2 * MiB, seen).WaitAsync(Patience.Limit);
        }
    }

    [KvmFact]
    public async Task A_wait_can_be_given_up_is_ended_by_another_wish_and_by_the_machines_end()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync();
        await using (machine)
        {
            using CancellationTokenSource giveUp = new();
            Task first = device.SetTargetAsync(MiB, null, giveUp.Token);
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience.Limit));
            Assert.Equal(MiB, device.TargetBytes);

            Task second = device.SetTargetAsync(2 * MiB);
            Task third = device.SetTargetAsync(3 * MiB);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience.Limit));
            Task<GuestMemoryStatistics> statistics = device.ReadStatisticsAsync();
            Assert.Equal(768u, driver.In(MmioRegister.Configuration));
            await machine.StopAsync();
            InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => third.WaitAsync(Patience.Limit));
            Assert.Equal("the machine ended before balloon 'Balloon' had 3145728 bytes", e.Message);
            e = await Assert.ThrowsAsync<InvalidOperationException>(() => statistics.WaitAsync(Patience.Limit));
            Assert.Equal("the machine ended before the guest told balloon 'Balloon' of its memory", e.Message);
        }

        // Nor does a machine that is gone hang anybody.
        await Assert.ThrowsAsync<InvalidOperationException>(() => device.SetTargetAsync(MiB).WaitAsync(Patience.Limit));
    }

    [KvmTheory]
    [InlineData(-4096, "-4096 bytes are no balloon's size; use a multiple of 4096, 0 or more")]
    [InlineData(4095, "4095 bytes are no balloon's size; use a multiple of 4096, 0 or more")]
    [InlineData((16 * MiB) + 4096, "KVM0480: Balloon 'Balloon' of 17 MiB is larger than the machine's 16 MiB of RAM; use at most 16 MiB, less what the guest itself needs")]
    [InlineData(long.MaxValue - 4095, "KVM0480: Balloon 'Balloon' of 8796093022208 MiB is larger")]
    public async Task A_size_that_cannot_be_is_refused(long bytes, string sentence)
    {
        (TestMachine machine, BalloonDevice device, _) = await StartAsync();
        await using (machine)
        {
            ArgumentOutOfRangeException e = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => device.SetTargetAsync(bytes));
            Assert.StartsWith(sentence, e.Message, StringComparison.Ordinal);
            Assert.Equal(0, device.TargetBytes);
        }
    }

    [KvmFact]
    public async Task Statistics_are_read_from_a_driver_that_came_later_and_again_from_one_that_is_there()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync(hasDriver: false);
        await using (machine)
        {
            Task<GuestMemoryStatistics> early = device.ReadStatisticsAsync();
            driver.Begin(ulong.MaxValue);
            driver.Tell(5, 16 * MiB);
            GuestMemoryStatistics first = await early.WaitAsync(Patience.Limit);
            Assert.Equal((16L * MiB, null), (first.TotalBytes, first.FreeBytes));

            Task<GuestMemoryStatistics> again = device.ReadStatisticsAsync();
            await Patience.UntilAsync(machine, () => driver.Used(2) == 1);
            driver.Tell(4, 99);
            Assert.Equal((null, 99L), ((await again.WaitAsync(Patience.Limit)).TotalBytes, (await again).FreeBytes));
        }
    }

    [KvmFact]
    public async Task A_driver_without_statistics_is_not_waited_for()
    {
        (TestMachine machine, BalloonDevice device, BalloonDriver driver) = await StartAsync(hasDriver: false);
        await using (machine)
        {
            driver.Begin(~2ul);
            InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => device.ReadStatisticsAsync().WaitAsync(Patience.Limit));
            Assert.StartsWith("the guest's driver of balloon 'Balloon' tells of no statistics", e.Message, StringComparison.Ordinal);
        }
    }

    private static void Fill(TestMachine machine) => machine.Memory.Access(Gift, GiftSize, 0, static (scoped Span<byte> bytes, int _) => bytes.Fill(0x5A));

    /// <summary>What of the gift is resident, by the kernel's word for each page (mincore tells of the page cache only): pagemap's bit 63.</summary>
    private static long Resident(TestMachine machine)
    {
        long count = 0;
        machine.Memory.Access(Gift, GiftSize, 0, (scoped Span<byte> bytes, int _) => count = PageMap.CountPresent(bytes) * 4096L);
        return count;
    }

    private sealed class Progress : IProgress<BalloonProgress>
    {
        private readonly Lock _gate = new();
        private BalloonProgress _last;

        public BalloonProgress Last
        {
            get
            {
                lock (_gate)
                {
                    return _last;
                }
            }
        }

        public void Report(BalloonProgress value)
        {
            lock (_gate)
            {
                _last = value;
            }
        }
    }

    /// <summary>The guest's driver, at work before the guest is.</summary>
    private sealed class BalloonDriver(BalloonDevice device, GuestMemory memory) : FakeDriver(new MachineMemory(memory), 0x20_0000)
    {
        private const ulong Data = 0x30_0000;

        private readonly FakeQueue[] _queues = new FakeQueue[4];

        public ulong Features { get; private set; }

        public void Begin(ulong accept)
        {
            Begin();
            Features = OfferedFeatures();
            Accept(Features & accept);
            for (uint i = 0; i < _queues.Length; i++)
            {
                PlaceQueue(i, 16);
                Out(MmioRegister.QueueReady, 1);
                _queues[i] = Queue;
            }

            Out(MmioRegister.Status, 15);
            Assert.Equal(15u, Status);
        }

        public int Used(int queue) => _queues[queue].UsedIndex;

        public void Inflate(ulong address, int pages) => Send(0, address, pages);

        public void Deflate(ulong address, int pages) => Send(1, address, pages);

        public void Report(ulong address, uint length)
        {
            _queues[3].Offer(Piece.Out(address, length));
            Kick(3);
        }

        public void Tell(ushort tag, ulong value)
        {
            memory.Write(Data, tag);
            memory.Write(Data + 2, value);
            _queues[2].Offer(Piece.In(Data, 10));
            Kick(2);
        }

        public override uint In(uint register) => (uint)device.Read(register, 4);

        // A kick reaches the device as the guest's own would, which KVM turns into a doorbell.
        public override void Out(uint register, uint value) => device.Write(register, 4, value);

        private void Send(uint queue, ulong address, int pages)
        {
            for (uint i = 0; i < pages; i++)
            {
                memory.Write(Data + (4 * i), (uint)(address >> 12) + i);
            }

            _queues[queue].Offer(Piece.In(Data, 4 * (uint)pages));
            Kick(queue);
        }
    }
}
