using Iced.Intel;
using KvmSdk.DeviceShells.Virtio.Vhost;
using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Runtime.Tests.Support;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>What the kernel would ring, rung by the test in its place.</summary>
public sealed class VhostBellsTests
{
    private const int Irq = 5;
    private const ulong Count = 0x30_0000;

    /// <summary>Counts interrupts, and halts in between.</summary>
    private static byte[] Counting { get; } = Guest.Assemble(a =>
    {
        Label handler = a.CreateLabel();
        Label wait = a.CreateLabel();
        a.SetHandler(Irq, handler);
        a.OpenLine(Irq);
        a.Print(">");
        a.sti();
        a.Label(ref wait);
        a.hlt();
        a.jmp(wait);

        a.Label(ref handler);
        a.mov(rdi, Count);
        a.inc(__dword_ptr[rdi]);
        a.EndOfInterrupt();
    });

    [KvmFact]
    public async Task Each_ring_interrupts_a_halted_guest_once()
    {
        VhostBells? bells = null;
        await using TestMachine machine = await new TestVm(Counting) { Prepare = host => bells = new(host, Irq, queues: 2) }.StartAsync();
        await machine.Console.ReadUntilAsync(">").WaitAsync(Patience.Limit);
        for (uint rings = 1; rings <= 3; rings++)
        {
            bells!.Interrupt.Ring();
            await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(Count) == rings);
        }

        Assert.Equal(2, bells!.Kicks.Length);
        Assert.NotEqual(bells.Kicks[0].Number, bells.Kicks[1].Number);
    }

    [KvmFact]
    public async Task A_queue_that_breaks_a_rule_is_told_of_on_the_event_loop()
    {
        TaskCompletionSource<string?> told = new();
        VhostBells? bells = null;
        await using TestMachine machine = await new TestVm(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                bells = new(host, Irq, queues: 1);
                bells.WatchBroken(host.Events, new Listener(told));
            },
        }.StartAsync();
        bells!.Broken.Ring();
        Assert.Equal("kvm-events", await told.Task.WaitAsync(Patience.Limit));
    }

    private sealed class Listener(TaskCompletionSource<string?> told) : IEventHandler
    {
        public void OnEvents(uint events)
        {
            Assert.Equal((uint)Libc.EPOLLIN, events);
            told.TrySetResult(Thread.CurrentThread.Name);
        }
    }
}
