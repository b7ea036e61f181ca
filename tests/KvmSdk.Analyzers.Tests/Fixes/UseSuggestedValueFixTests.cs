using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class UseSuggestedValueFixTests
{
    [Theory]
    [InlineData("Cpus = 0", "Cpus = 1", "Set Cpus to 1")]
    [InlineData("Cpus = 300", "Cpus = 254", "Set Cpus to 254")]
    [InlineData("Cpus = 8, MaxCpus = 0", "Cpus = 8, MaxCpus = 8", "Set MaxCpus to 8")]
    [InlineData("Cpus = 8, MaxCpus = 4", "Cpus = 8, MaxCpus = 8", "Set MaxCpus to 8")]
    [InlineData("Cpus = 8, Sockets = 2, ThreadsPerCore = 2, CoresPerSocket = 4", "Cpus = 8, Sockets = 2, ThreadsPerCore = 2, CoresPerSocket = 2", "Set CoresPerSocket to 2")]
    [InlineData("Cpus = 2, MaxCpus = 3, ThreadsPerCore = 2", "Cpus = 2, MaxCpus = 2, ThreadsPerCore = 2", "Set MaxCpus to 2")]
    [InlineData("Cpus = 3, Sockets = 2, CoresPerSocket = 2", "Cpus = 3, Sockets = 2, CoresPerSocket = 2, MaxCpus = 4", "Set MaxCpus to 4")]
    [InlineData("Cpus = 4, ThreadsPerCore = 8", "Cpus = 4, ThreadsPerCore = 2", "Set ThreadsPerCore to 2")]
    [InlineData("MemoryMiB = 1 /* small */, Cpus = 2", "MemoryMiB = 2 /* small */, Cpus = 2", "Set MemoryMiB to 2")]
    public async Task A_size_gets_the_nearest_right_value(string before, string after, string title) => Assert.Equal(
        [title],
        await ExpectFix.TurnsAsync(new UseSuggestedValueFix(), WithArguments(before), WithArguments(after)));

    [Fact]
    public async Task A_balloon_gets_pages_that_can_be_divided() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithArguments("HugePages = KvmSdk.Model.Spec.HugePages.HugeTlb2MiB").Replace("[FlatImage]", "[Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;\n    [FlatImage]", StringComparison.Ordinal),
        WithArguments("HugePages = global::KvmSdk.Model.Spec.HugePages.Transparent").Replace("[FlatImage]", "[Balloon] public Balloon Balloon { get; init; } = Balloon.Empty;\n    [FlatImage]", StringComparison.Ordinal));

    [Fact]
    public async Task Two_arguments_of_one_attribute_are_repaired_at_once() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithArguments("Cpus = 0, MemoryMiB = 0"),
        WithArguments("Cpus = 1, MemoryMiB = 2"));

    [Fact]
    public async Task Every_device_in_conflict_gets_a_place_of_its_own() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [Serial(Port = 0x3F8, Irq = 4)] public Terminal A { get; init; } = Terminal.None;
            [Serial(Port = 0x3F8, Irq = 4)] public Terminal B { get; init; } = Terminal.None;
            [Serial(Port = 0x3FC, Irq = 4)] public Terminal C { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal D { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal E { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD000_0010)] public Terminal F { get; init; } = Terminal.None;
            """),
        WithMembers("""
            [Serial(Port = 0x3F8, Irq = 4)] public Terminal A { get; init; } = Terminal.None;
            [Serial(Port = 0x2F8, Irq = 5)] public Terminal B { get; init; } = Terminal.None;
            [Serial(Port = 0x3E8, Irq = 6)] public Terminal C { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD000_0000)] public Terminal D { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD0002000)] public Terminal E { get; init; } = Terminal.None;
            [Serial(Mmio = true, Address = 0xD0001000)] public Terminal F { get; init; } = Terminal.None;
            """));

    [Fact]
    public async Task Queues_and_sectors_get_the_nearest_right_number() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [Block(QueueSize = 100, Queues = 3)] public required DiskImage A { get; init; }
            [Block(QueueSize = 0, Queues = 0)] public required DiskImage B { get; init; }
            [Block(QueueSize = 5000, SectorSize = 513)] public required DiskImage C { get; init; }
            [Block(SectorSize = 65536)] public required DiskImage D { get; init; }
            """),
        WithMembers("""
            [Block(QueueSize = 128, Queues = 1)] public required DiskImage A { get; init; }
            [Block(QueueSize = 4, Queues = 1)] public required DiskImage B { get; init; }
            [Block(QueueSize = 1024, SectorSize = 1024)] public required DiskImage C { get; init; }
            [Block(SectorSize = 4096)] public required DiskImage D { get; init; }
            """));

    [Fact]
    public async Task A_Linux_machine_gets_the_memory_that_most_kernels_need() => Assert.Equal(["Set MemoryMiB to 128"], await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithArguments("MemoryMiB = 16").Replace("FlatImage", "LinuxKernel", StringComparison.Ordinal),
        WithArguments("MemoryMiB = 128").Replace("FlatImage", "LinuxKernel", StringComparison.Ordinal)));

    [Fact]
    public async Task A_load_address_goes_to_where_any_machine_has_memory() => Assert.Equal(["Set LoadAddress to 0x100000"], await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("").Replace("[FlatImage]", "[FlatImage(LoadAddress = 0)]", StringComparison.Ordinal),
        WithMembers("").Replace("[FlatImage]", "[FlatImage(LoadAddress = 0x100000)]", StringComparison.Ordinal)));

    [Fact]
    public async Task Every_shared_memory_gets_a_place_and_a_size_of_its_own() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [SharedMemory] public long A { get; init; }
            [SharedMemory(Address = 0x200_0001)] public long B { get; init; }
            [SharedMemory(Address = 0x200_1000)] public long C { get; init; }
            [SharedMemory(Address = 0x200_1000)] public long D { get; init; }
            [SharedMemory(Address = 0x10_0000, Size = 4)] public long E { get; init; }
            [SharedMemory(Address = 0x1000_0000, Size = 10_000)] public long F { get; init; }
            [SharedMemory] public long G { get; init; }
            """),
        WithMembers("""
            [SharedMemory(Address = 0x7FFF000)] public long A { get; init; }
            [SharedMemory(Address = 0x2002000)] public long B { get; init; }
            [SharedMemory(Address = 0x200_1000)] public long C { get; init; }
            [SharedMemory(Address = 0x2003000)] public long D { get; init; }
            [SharedMemory(Address = 0x7FFE000, Size = 0x1000)] public long E { get; init; }
            [SharedMemory(Address = 0x7FFB000, Size = 10_000)] public long F { get; init; }
            [SharedMemory(Address = 0x7FFA000)] public long G { get; init; }
            """));

    [Fact]
    public async Task Every_network_device_gets_an_address_of_a_station_and_of_its_own() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [Net(Mac = "52-54-00-00-00-0A")] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mac = "525400000020")] public NetBackend B { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:30")] public NetBackend C { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:30")] public NetBackend D { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:30")] public NetBackend E { get; init; } = NetBackend.None;
            [Net(Mac = "53:54:00:00:00:40", Mtu = 1)] public NetBackend F { get; init; } = NetBackend.None;
            """),
        WithMembers("""
            [Net(Mac = "52:54:00:00:00:0a")] public NetBackend A { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:20")] public NetBackend B { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:30")] public NetBackend C { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:31")] public NetBackend D { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:32")] public NetBackend E { get; init; } = NetBackend.None;
            [Net(Mac = "52:54:00:00:00:40", Mtu = 68)] public NetBackend F { get; init; } = NetBackend.None;
            """));

    [Fact]
    public async Task Every_console_port_gets_a_name_that_it_can_have_and_that_is_free() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [ConsolePort(Name = "my agent")] public Terminal Agent { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.0")] public Terminal A { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.0")] public Terminal B { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.0")] public Terminal C { get; init; } = Terminal.None;
            """),
        WithMembers("""
            [ConsolePort(Name = "Agent")] public Terminal Agent { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.0")] public Terminal A { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.1")] public Terminal B { get; init; } = Terminal.None;
            [ConsolePort(Name = "org.log.2")] public Terminal C { get; init; } = Terminal.None;
            """));

    [Fact]
    public async Task Machines_of_one_program_get_context_ids_of_their_own()
    {
        static string[] Four(string second, string third, string fourth) => [One('A', "3"), One('B', second), One('C', third), One('D', fourth)];

        static string One(char name, string cid) => WithMembers($"[Vsock(Cid = {cid})] public VsockBackend Agent {{ get; init; }} = Vsock.Program();")
            .Replace("record Vm", $"record {name}", StringComparison.Ordinal);

        await ExpectFix.TurnsAsync(new UseSuggestedValueFix(), Four("3", "3", "4"), Four("5", "6", "4"));
    }

    [Fact]
    public async Task Persistent_memory_gets_a_size_and_a_place_that_it_can_have() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("""
            [Pmem(MaxMiB = 3)] public required DiskImage A { get; init; }
            [Pmem(MaxMiB = 0)] public required DiskImage B { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x1000)] public required DiskImage C { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x40_0000_0000)] public required DiskImage D { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x40_0000_0000)] public required DiskImage E { get; init; }
            """),
        WithMembers("""
            [Pmem(MaxMiB = 4)] public required DiskImage A { get; init; }
            [Pmem(MaxMiB = 2)] public required DiskImage B { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x4040000000)] public required DiskImage C { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x40_0000_0000)] public required DiskImage D { get; init; }
            [Pmem(MaxMiB = 64, MemoryAddress = 0x4080000000)] public required DiskImage E { get; init; }
            """));

    [Fact]
    public async Task A_reserved_context_id_becomes_a_guest_s() => await ExpectFix.TurnsAsync(
        new UseSuggestedValueFix(),
        WithMembers("[Vsock(Cid = 2)] public VsockBackend Agent { get; init; } = Vsock.Program();"),
        WithMembers("[Vsock(Cid = 3)] public VsockBackend Agent { get; init; } = Vsock.Program();"));

    [Fact]
    public async Task Machines_of_one_program_get_addresses_of_their_own()
    {
        static string[] Three(int second, int third) => [One('A', 1), One('B', second), One('C', third)];

        static string One(char name, int last) => WithMembers($"[Net(Mac = \"52:54:00:00:00:0{last}\")] public NetBackend Lan {{ get; init; }} = NetBackend.None;")
            .Replace("record Vm", $"record {name}", StringComparison.Ordinal);

        await ExpectFix.TurnsAsync(new UseSuggestedValueFix(), Three(1, 1), Three(2, 3));
    }

    [Fact]
    public async Task Conflicts_in_several_files_are_repaired_at_once()
    {
        const string Rest = "\npartial record Vm\n{\n    [KvmSdk.Serial(Irq = 7)] public required KvmSdk.Terminal B { get; init; }\n}\n";

        await ExpectFix.TurnsAsync(
            new UseSuggestedValueFix(),
            [WithMembers("[Serial(Irq = 7)] public required Terminal A { get; init; }"), Rest],
            [WithMembers("[Serial(Irq = 7)] public required Terminal A { get; init; }"), Rest.Replace("7", "5", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task It_is_not_offered_where_no_value_would_do()
    {
        // All nineteen lines are declared; the twentieth device has no line to go to.
        int[] lines = [3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 23];
        await ExpectFix.NothingAsync(new UseSuggestedValueFix(), WithMembers(string.Join('\n', lines.Select((line, i) =>
            $"[Serial(Mmio = true, Irq = {line})] public required Terminal S{i} {{ get; init; }}"))));
    }

    private static string WithArguments(string arguments) => $$"""
        using KvmSdk;

        [VirtualMachine({{arguments}})]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """;

    private static string WithMembers(string members) => "using KvmSdk;\n\n" + Machine.WithMembers(members);
}
