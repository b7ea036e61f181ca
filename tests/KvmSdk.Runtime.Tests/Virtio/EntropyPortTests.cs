using System.Diagnostics;
using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>An entropy device in a running machine, with a guest's driver in the test's hands.</summary>
public sealed class EntropyPortTests
{
    [KvmFact]
    public async Task A_limit_holds_by_the_clock_and_nobody_spins_meanwhile()
    {
        EntropyPort? device = null;
        Driver? driver = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            Prepare = host =>
            {
                device = new(host, "Entropy", TestVm.DeviceWindow, 5, Entropy.Host.LimitedTo(RateLimit.Of(bytesPerSecond: 1000, burst: TimeSpan.FromMilliseconds(10))));
                driver = new(device, host.Memory);
                driver.Setup();
            },
        };
        await using TestMachine machine = await vm.StartAsync();
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < 6; i++)
        {
            driver!.Queue.Offer(Piece.Out(0x30_0000, 50));
        }

        driver!.Kick();
        await Patience.UntilAsync(machine, () => driver.Queue.UsedIndex == 6);

        // Each of 50 bytes makes the next one wait 50 ms, but for the 10 bytes that were there. That it takes no longer, no test can hold a busy host to.
        Assert.InRange(Stopwatch.GetElapsedTime(begin), TimeSpan.FromMilliseconds(240), Patience.Limit);
        EntropyCounters counters = device!.Counters;
        Assert.Equal((6ul, 300ul), (counters.Requests, counters.Bytes));

        // At most one look for each wait, and one for the guest's ring.
        Assert.InRange(counters.Waits, 5ul, 12ul);
    }

    private sealed class Driver(EntropyPort device, GuestMemory memory) : FakeDriver(new MachineMemory(memory), 0x20_0000)
    {
        public override uint In(uint register) => (uint)device.Read(register, 4);

        public override void Out(uint register, uint value) => device.Write(register, 4, value);
    }
}
