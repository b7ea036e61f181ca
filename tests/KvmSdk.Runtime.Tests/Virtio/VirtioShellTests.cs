using System.Collections.Concurrent;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Devices.Virtio.Queues;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Virtio;

public sealed class VirtioShellTests
{
    private const ulong Window = TestVm.DeviceWindow;
    private const int Irq = 5;
    private const ulong QueuePlace = 0x20_0000;
    private const ulong Sum = 0x30_0000;

    /// <summary>Writes to the doorbell, and waits for ever.</summary>
    private static byte[] Ringing { get; } = Guest.Assemble(a =>
    {
        a.mov(rdi, Window + MmioRegister.QueueNotify);
        a.mov(__dword_ptr[rdi], 0);
        a.Spin();
    });

    private static byte[] Idle { get; } = Guest.Assemble(a => a.Spin());

    private static async Task<(TestMachine Machine, VirtioShell<StagedDevice> Shell)> StartAsync(
        byte[] program, StagedDevice device, bool onVcpus = false)
    {
        VirtioShell<StagedDevice>? shell = null;
        TestVm vm = new(program)
        {
            DeviceWrite = (offset, width, value) => shell!.Write(offset, width, value),
            Prepare = host =>
            {
                shell = new(host, host.NewThread("kvm-staged"), Window, Irq, device, onVcpus);
                new ShellDriver(shell, host.Memory, QueuePlace).SetUp(device.QueueCount);
            },
        };
        return (await vm.StartAsync(), shell!);
    }

    [KvmFact]
    public async Task Registers_reach_the_transport_and_the_device()
    {
        StagedDevice device = new();
        (TestMachine machine, VirtioShell<StagedDevice> shell) = await StartAsync(Idle, device);
        await using (machine)
        {
            Assert.Equal(MmioRegister.MagicValue, (uint)shell.Read(MmioRegister.Magic, 4));
            Assert.Equal(device.DeviceId, (uint)shell.Read(MmioRegister.DeviceId, 4));
            Assert.Equal(0xABCDu, (uint)shell.Read(MmioRegister.Configuration, 4));
            Assert.Equal(15u, (uint)shell.Read(MmioRegister.Status, 4));
            shell.Write(MmioRegister.Status, 4, 0);
            Assert.Equal(0u, (uint)shell.Read(MmioRegister.Status, 4));
        }
    }

    [KvmFact]
    public async Task A_guest_that_writes_the_doorbell_is_served_by_its_own_thread()
    {
        StagedDevice device = new();
        (TestMachine machine, _) = await StartAsync(Ringing, device);
        await using (machine)
        {
            Assert.Equal("kvm-staged", await device.NextServiceAsync());
            Assert.Equal(0ul, machine.Counters.UnclaimedMemoryAccesses);
        }
    }

    [KvmFact]
    public async Task A_device_that_needs_not_wait_is_served_by_the_vCPU_that_rang()
    {
        StagedDevice device = new();
        (TestMachine machine, _) = await StartAsync(Ringing, device, onVcpus: true);
        await using (machine)
        {
            Assert.Equal("kvm-vcpu0", await device.NextServiceAsync());
        }
    }

    [KvmFact]
    public async Task What_a_vCPU_leaves_is_done_by_the_devices_thread()
    {
        StagedDevice device = new() { Unfinished = 1 };
        (TestMachine machine, _) = await StartAsync(Ringing, device, onVcpus: true);
        await using (machine)
        {
            Assert.Equal("kvm-vcpu0", await device.NextServiceAsync());
            Assert.Equal("kvm-staged", await device.NextServiceAsync());
        }
    }

    [KvmFact]
    public async Task A_guest_reads_registers_without_an_exit()
    {
        // Reads magic, status and configuration, and leaves their sum in RAM.
        byte[] program = Guest.Assemble(a =>
        {
            a.mov(rdi, Window);
            a.mov(eax, __dword_ptr[rdi + MmioRegister.Magic]);
            a.add(eax, __dword_ptr[rdi + MmioRegister.Status]);
            a.add(eax, __dword_ptr[rdi + MmioRegister.Configuration]);
            a.mov(rdi, Sum);
            a.mov(__dword_ptr[rdi], eax);
            a.Spin();
        });
        (TestMachine machine, _) = await StartAsync(program, new());
        await using (machine)
        {
            await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(Sum) != 0);
            Assert.Equal(MmioRegister.MagicValue + 15 + 0xABCD, machine.Memory.Read<uint>(Sum));
            Assert.Equal(0ul, machine.Counters.MemoryExits);
        }
    }

    [KvmFact]
    public async Task Work_that_is_left_is_done_in_further_turns()
    {
        StagedDevice device = new() { Unfinished = 3 };
        (TestMachine machine, VirtioShell<StagedDevice> shell) = await StartAsync(Idle, device);
        await using (machine)
        {
            // The first turn is the register access's own; what it leaves rings for another, and so on.
            shell.Write(MmioRegister.QueueNotify, 4, 0);
            Assert.NotEqual("kvm-staged", await device.NextServiceAsync());
            for (int turn = 0; turn < 3; turn++)
            {
                Assert.Equal("kvm-staged", await device.NextServiceAsync());
            }
        }
    }

    [KvmFact]
    public async Task Each_turn_begins_with_another_queue()
    {
        StagedDevice device = new() { QueueCount = 3 };
        (TestMachine machine, VirtioShell<StagedDevice> shell) = await StartAsync(Idle, device);
        await using (machine)
        {
            for (int turn = 0; turn < 4; turn++)
            {
                shell.Change(static _ => true);
                for (int service = 0; service < 3; service++)
                {
                    await device.NextServiceAsync();
                }
            }

            Assert.Equal([0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2], device.Served);
        }
    }

    [KvmFact]
    public async Task A_device_that_is_busy_keeps_register_accesses_waiting_but_not_the_interrupt_handler()
    {
        using ManualResetEventSlim finish = new();
        StagedDevice device = new() { OnService = () => Assert.True(finish.Wait(Patience.Limit)) };
        (TestMachine machine, VirtioShell<StagedDevice> shell) = await StartAsync(Ringing, device);
        await using (machine)
        {
            await device.NextServiceAsync();

            // The doorbell's thread is inside the device now.
            Task<ulong> configuration = Task.Factory.StartNew(
                () => shell.Read(MmioRegister.Configuration, 4), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.Equal(0u, (uint)shell.Read(MmioRegister.InterruptStatus, 4));
            shell.Write(MmioRegister.InterruptAcknowledge, 4, 1);

            // Without a lock the read would come through here, as it does below.
            await Task.WhenAny(configuration, Task.Delay(100));
            Assert.False(device.WasReadWhileBusy);
            finish.Set();
            Assert.Equal(0xABCDu, (uint)await configuration.WaitAsync(Patience.Limit));
            Assert.False(device.WasReadWhileBusy);
        }
    }

    [KvmFact]
    public async Task A_device_that_throws_ends_its_machine()
    {
        StagedDevice device = new() { OnService = static () => throw new InvalidDataException("staged") };
        (TestMachine machine, VirtioShell<StagedDevice> shell) = await StartAsync(Ringing, device);
        await using (machine)
        {
            MachineOutcome outcome = await machine.Completion.WaitAsync(Patience.Limit);
            Assert.Equal("kvm-staged failed: staged", outcome.Description);
            Assert.Equal(122, outcome.ExitCode);

            // The lock is free, so that no vCPU could have been kept from leaving.
            Assert.Equal(15u, (uint)await Task.Run(() => shell.Read(MmioRegister.Status, 4)).WaitAsync(Patience.Limit));
        }
    }

    /// <summary>A device that tells by which thread it is served, and does there what a test wishes.</summary>
    private sealed class StagedDevice : IVirtioDevice
    {
        private readonly BlockingCollection<string> _services = [];
        private volatile bool _busy;
        private volatile bool _readWhileBusy;

        public uint DeviceId => 77;

        public ulong Features => 0;

        public int QueueCount { get; init; } = 1;

        /// <summary>The queues, in the order in which they were served.</summary>
        public ConcurrentQueue<int> Served { get; } = [];

        /// <summary>How many more services end with work left.</summary>
        public int Unfinished { get; set; }

        public Action OnService { get; init; } = static () => { };

        public bool WasReadWhileBusy => _readWhileBusy;

        public Task<string> NextServiceAsync() => Task.Run(() =>
            _services.TryTake(out string? thread, Patience.Limit) ? thread : throw new TimeoutException("the device was not served"));

        public ushort QueueMaxSize(int queue) => 16;

        public uint ReadConfiguration(uint offset, int width)
        {
            _readWhileBusy |= _busy;
            return 0xABCD;
        }

        public void WriteConfiguration(uint offset, int width, uint value)
        {
        }

        public void Activate(ulong features, ReadOnlySpan<SplitQueue> queues, IVirtioTransport transport)
        {
        }

        public void Reset()
        {
        }

        public bool Notify(int queue, bool mayWait)
        {
            _busy = true;
            Served.Enqueue(queue);
            _services.Add(Thread.CurrentThread.Name ?? "");
            OnService();
            _busy = false;
            return Unfinished-- > 0;
        }
    }

    /// <summary>The guest's driver, at work before the guest is.</summary>
    private sealed class ShellDriver(VirtioShell<StagedDevice> shell, GuestMemory memory, ulong queuePlace) : FakeDriver(new MachineMemory(memory), queuePlace)
    {
        public void SetUp(int queues)
        {
            Begin();
            Accept(OfferedFeatures());
            for (uint queue = 0; queue < (uint)queues; queue++)
            {
                PlaceQueue(queue, 16);
                Out(MmioRegister.QueueReady, 1);
            }

            Out(MmioRegister.Status, 15);
        }

        public override uint In(uint register) => (uint)shell.Read(register, 4);

        public override void Out(uint register, uint value) => shell.Write(register, 4, value);
    }
}
