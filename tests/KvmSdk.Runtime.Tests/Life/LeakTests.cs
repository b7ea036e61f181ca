using System.Globalization;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

[Collection(Alone.Name)]
public sealed class LeakTests
{
    // Large enough that a mapping left behind by a few rounds shows in the size of the address space.
    private const int MemoryMiB = 256;
    private const int Rounds = 50;

    [KvmFact]
    public async Task Fifty_machines_in_a_row_leave_no_descriptor_mapping_or_thread()
    {
        TestVm vm = new(Guest.Assemble(a =>
        {
            a.Print("!");
            a.Spin();
        }))
        { MemoryMiB = MemoryMiB, Cpus = 2 };
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            await StartAndStopAsync(vm);
        }

        Footprint before = Footprint.Take();
        for (int round = 0; round < Rounds; round++)
        {
            await StartAndStopAsync(vm);
        }

        Assert.Equal(before.Descriptors, Footprint.Take().Descriptors);
        Assert.Equal(0, Footprint.Take().MachineThreads);
        Assert.Equal(0, Footprint.Take().Mailboxes);
        Assert.InRange(Footprint.Take().AddressSpaceMiB - before.AddressSpaceMiB, long.MinValue, 4 * MemoryMiB);
    }

    [KvmFact]
    public async Task Starts_that_fail_leave_nothing_either()
    {
        TestVm broken = new([]) { MemoryMiB = MemoryMiB, Image = GuestImage.FromFile("/nonexistent/image") };
        await Assert.ThrowsAsync<HostException>(() => broken.StartAsync());
        Footprint before = Footprint.Take();
        for (int round = 0; round < Rounds; round++)
        {
            await Assert.ThrowsAsync<HostException>(() => broken.StartAsync());
        }

        Assert.Equal(before.Descriptors, Footprint.Take().Descriptors);
        Assert.Equal(0, Footprint.Take().MachineThreads);
        Assert.InRange(Footprint.Take().AddressSpaceMiB - before.AddressSpaceMiB, long.MinValue, 4 * MemoryMiB);
    }

    private static async Task StartAndStopAsync(TestVm vm)
    {
        await using TestMachine machine = await vm.StartAsync();
        await machine.Console.ReadUntilAsync("!").WaitAsync(Patience.Limit);
        await machine.StopAsync().WaitAsync(Patience.Limit);
    }

    /// <summary>What the kernel holds for this process.</summary>
    private sealed record Footprint(int Descriptors, int MachineThreads, int Mailboxes, long AddressSpaceMiB)
    {
        public static Footprint Take() => new(
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Count(static task => NameOf(task).StartsWith("kvm-", StringComparison.Ordinal)),
            File.ReadLines("/proc/self/maps").Count(static line => line.Contains("kvm-vcpu", StringComparison.Ordinal)),
            long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture) / 256);

        private static string NameOf(string task)
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm"));
            }
            catch (IOException)
            {
                // The thread ended between the listing and the look.
                return "";
            }
        }
    }
}
