using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.CommandLine;
using KvmSdk.Interop;
using KvmSdk.Model.Spec;
using KvmSdk.Profiling;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Profiling;

public sealed class ProfileTests
{
    [KvmFact]
    public async Task A_profile_counts_every_access_by_device_kind_and_address()
    {
        TestVm vm = new(Guest.Assemble(static a =>
        {
            a.Print("Hello");
            a.Exit(3);
        }));
        TestMachine machine = await vm.StartAsync(new StartOptions { Profile = true });
        await using (machine)
        {
            Assert.Equal(3, (await machine.Completion.WaitAsync(Patience.Limit)).ExitCode);
            MachineProfile profile = Assert.IsType<MachineProfile>(machine.ReadProfile());
            ExitRow letters = Assert.Single(profile.Exits, static row => row.Kind == ExitKind.PortWrite && row.Address == TestVm.SerialPort);
            Assert.Equal(5UL, letters.Count);
            Assert.InRange(letters.First, TimeSpan.Zero, letters.Last);
            Assert.InRange(letters.Last, TimeSpan.Zero, profile.Elapsed);
            Assert.InRange(letters.Time, TimeSpan.FromTicks(1), profile.Elapsed);
            Assert.Equal(1UL, Assert.Single(profile.Exits, static row => row.Address == TestVm.ResultPort).Count);
            Assert.Equal(machine.Counters.PortExits, profile.Exits.Aggregate(0UL, static (sum, row) => sum + row.Count));
        }

        // Kept, so that whoever disposes first can still read.
        Assert.NotEmpty(machine.ReadProfile()!.Exits);
    }

    [Theory]
    [InlineData(ExitKind.PortWrite, 0x3F7, "")]
    [InlineData(ExitKind.PortWrite, 0x3F8, "Console")]
    [InlineData(ExitKind.PortRead, 0x3FF, "Console")]
    [InlineData(ExitKind.PortRead, 0x400, "")]
    [InlineData(ExitKind.MemoryRead, 0x3F8, "")]
    [InlineData(ExitKind.MemoryRead, 0xD000_0FFF, "Disk")]
    [InlineData(ExitKind.MemoryWrite, 0xD000_1000, "")]
    public void An_access_is_its_devices_by_the_plan(ExitKind kind, ulong address, string device) => Assert.Equal(device, MachineHost.DeviceAt(
        [
            new("Console", DeviceKind.Serial, false, [new(0x3F8, 8)], null, 4),
            new("Disk", DeviceKind.Block, false, [], new(0xD000_0000, 0x1000), 16),
        ],
        kind,
        address));

    [KvmFact]
    public async Task Without_being_asked_there_is_none()
    {
        await using TestMachine machine = await new TestVm(Guest.Assemble(static a => a.Exit(0))).StartAsync();
        await machine.Completion.WaitAsync(Patience.Limit);
        Assert.Null(machine.ReadProfile());
    }

    [Fact]
    public void More_places_than_there_are_cells_are_counted_together()
    {
        ExitRecorder recorder = new(0);
        for (ulong round = 0; round < 2; round++)
        {
            for (ulong address = 0; address < MachineProfile.MostSites + 10; address++)
            {
                recorder.Record(ExitKind.MemoryRead, address * 4096, Stopwatch.GetTimestamp());
            }
        }

        Assert.Equal(20UL, recorder.Others);
        Assert.Equal(MachineProfile.MostSites, recorder.Read().Count());
        Assert.All(recorder.Read(), static cell => Assert.Equal(2UL, cell.Count));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        ExitRecorder recorder = new(0);
        recorder.Record(ExitKind.PortRead, 1, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 100_000; i++)
        {
            recorder.Record((ExitKind)(i % 4), i % 1000, 0);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_KVM_tells_of_itself_is_read_by_its_own_description()
    {
        byte[] file = Statistics(("exits", 0, 1, 7), ("unused", 0, 1, 0), ("halt_hist", kvm_stats_desc.KVM_STATS_TYPE_LOG_HIST, 1, 9), ("many", 0, 2, 9), ("mmu_pages", kvm_stats_desc.KVM_STATS_TYPE_INSTANT, 1, 5));
        SortedDictionary<string, ulong> sums = new(StringComparer.Ordinal) { ["exits"] = 1 };
        KernelStatistics.Parse(file, sums);
        Assert.Equal([("exits", 8UL), ("mmu_pages", 5UL)], sums.Select(static sum => (sum.Key, sum.Value)));

        // Cut off anywhere, it says less and never fails.
        for (int length = 0; length < file.Length; length++)
        {
            KernelStatistics.Parse(file.AsSpan(0, length), sums);
        }
    }

    [Fact]
    public void The_report_names_devices_and_adds_up_the_rest()
    {
        ExitRow[] rows = [.. Enumerable.Range(0, 30).Select(static i => new ExitRow(
            i == 0 ? "Console" : "", ExitKind.PortWrite, 0x3F8 + (ulong)i, (ulong)(1000 - i), TimeSpan.FromMilliseconds(30 - i), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))];
        string text = ProfileReport.Of(new MachineProfile(TimeSpan.FromSeconds(2.5), rows, 5, [new("exits", 12345)]));
        Assert.Contains("profile: 2.500 s from the guest's first instruction; 29,570 accesses to devices took 465.0 ms of them\n", text, StringComparison.Ordinal);
        Assert.Contains("  Console   out 0x3f8  1,000  30.0  30.0     1.000    2.000\n", text, StringComparison.Ordinal);
        Assert.Contains("(nobody)", text, StringComparison.Ordinal);
        Assert.Contains("6 more", text, StringComparison.Ordinal);
        Assert.Contains("    exits  12,345\n", text, StringComparison.Ordinal);
    }

    // As Documentation/virt/kvm/api.rst has it: a header, the owner's name, the descriptions, the values.
    private static unsafe byte[] Statistics(params (string Name, uint Kind, ushort Size, ulong Value)[] all)
    {
        const int nameSize = 48;
        int step = sizeof(kvm_stats_desc) + nameSize;
        int values = sizeof(kvm_stats_header) + nameSize + (all.Length * step);
        byte[] file = new byte[values + (all.Length * 16)];
        kvm_stats_header header = new()
        {
            name_size = nameSize,
            num_desc = (uint)all.Length,
            id_offset = (uint)sizeof(kvm_stats_header),
            desc_offset = (uint)sizeof(kvm_stats_header) + nameSize,
            data_offset = (uint)values,
        };
        MemoryMarshal.Write(file, in header);
        for (int i = 0; i < all.Length; i++)
        {
            int at = (int)header.desc_offset + (i * step);
            kvm_stats_desc statistic = new() { flags = all[i].Kind, size = all[i].Size, offset = (uint)(i * 16) };
            MemoryMarshal.Write(file.AsSpan(at), in statistic);
            Encoding.ASCII.GetBytes(all[i].Name, file.AsSpan(at + sizeof(kvm_stats_desc)));
            MemoryMarshal.Write(file.AsSpan(values + (i * 16)), in all[i].Value);
        }

        return file;
    }
}
