using KvmSdk.Model.Layout;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class PmemPlannerTests
{
    private const ulong GiB = 1UL << 30;

    [Fact]
    public void Memory_is_assigned_from_256_GiB_on_around_declared_memory_and_at_whole_GiB() => Assert.Equal(
        [new(0x40_0000_0000, 16 * GiB), new(0x44_0000_0000, 2 << 20), new(0x44_4000_0000, GiB), new(0x44_0020_0000, 64 << 20)],
        MemoriesOf(Specs.With(Pmem("A"), Pmem("B", 2), Pmem("C", 1024), Pmem("D", 64, 0x44_0020_0000))));

    [Theory]
    [InlineData(258048, 0x40_0000_0000)]
    [InlineData(261120, 0x40_0000_0000)]
    [InlineData(261121, 0x40_4000_0000)]
    [InlineData(524288, 0x80_4000_0000)]
    public void More_RAM_than_reaches_there_pushes_it_up(int memoryMiB, ulong address) =>
        Assert.Equal([new(address, 2 << 20)], MemoriesOf(Specs.With(Pmem("A", 2)) with { MemoryMiB = memoryMiB }));

    [Fact]
    public void All_of_it_may_be_one_memory() => Assert.Equal([new(0x40_0000_0000, 768 * GiB)], MemoriesOf(Specs.With(Pmem("A", PmemSpec.LargestMaxMiB))));

    [Theory]
    [InlineData(0x1_0000_0000)]
    [InlineData(0x1_0020_0000)]
    [InlineData(0xFF_FFC0_0000)]
    public void Declared_memory_may_lie_anywhere_above_4_GiB(ulong address) => Assert.Equal([new(address, 4 << 20)], MemoriesOf(Specs.With(Pmem("A", 4, address))));

    [Theory]
    [InlineData(0x1_0010_0000, "The memory of 'A' at 0x100100000 does not begin at a multiple of 2 MiB; use 0x4000000000, or leave MemoryAddress out")]
    [InlineData(0xFFE0_0000, "The memory of 'A' at 0xFFE00000 begins below 4 GiB, where RAM and devices are; use 0x4000000000, or leave MemoryAddress out")]
    [InlineData(0, "The memory of 'A' at 0x0 begins below 4 GiB")]
    [InlineData(0xFF_FFE0_0000, "The memory of 'A' at 0xFFFFE00000 ends beyond 1 TiB, where 40 address bits end; use 0x4000000000, or leave MemoryAddress out")]
    [InlineData(ulong.MaxValue - 0x1F_FFFF, "The memory of 'A' at 0xFFFFFFFFFFE00000 ends beyond 1 TiB")]
    public void Other_places_are_refused_and_one_is_suggested(ulong address, string message)
    {
        Violation violation = Specs.TheViolation(Specs.With(Pmem("A", 4, address)));
        Assert.Equal((PmemRules.AddressUnusable, Target.OfProperty("A", "Pmem", "MemoryAddress")), (violation.Rule, violation.Target));
        Assert.StartsWith(message, violation.Message, StringComparison.Ordinal);
        Assert.Equal("0x4000000000", violation.Suggestion);
    }

    [Fact]
    public void Each_conflict_is_offered_a_place_of_its_own()
    {
        var violations = MachinePlanner.Plan(Specs.With(Pmem("A", 4, 0x40_0000_0000), Pmem("B", 4, 0x40_0020_0000), Pmem("C", 4, 0x40_0000_0000))).Violations;
        Assert.Equal(["0x4040000000", "0x4080000000"], violations.Select(violation => violation.Suggestion));
        Assert.All(violations, violation => Assert.Equal((PmemRules.AddressUnusable, Target.OfProperty("A", "Pmem", "MemoryAddress")), (violation.Rule, violation.Related)));
        Assert.Equal("The memory of 'B' at 0x4000200000 overlaps that of 'A' at 0x4000000000-0x40003FFFFF; use 0x4040000000, or leave MemoryAddress out", violations[0].Message);
    }

    [Theory]
    [InlineData(4096, 0x1_4000_0000, null)]
    [InlineData(4097, 0x1_4000_0000, "4097 MiB of RAM end at 0x1400FFFFF, over the memory of 'A' at 0x140000000; use 0x4000000000, or leave MemoryAddress out")]
    public void RAM_may_end_where_memory_begins(int memoryMiB, ulong address, string? message)
    {
        var violations = MachinePlanner.Plan(Specs.With(Pmem("A", 4, address)) with { MemoryMiB = memoryMiB }).Violations;
        Assert.Equal(message is null ? [] : [message], violations.Select(violation => violation.Message));
    }

    [Fact]
    public void A_wrong_size_of_RAM_is_no_reason_to_speak_of_memory() =>
        Assert.Equal(["KVM0120"], Specs.BrokenRules(Specs.With(Pmem("A"), Pmem("B", 4, 0x1_0000_0000)) with { MemoryMiB = 1 << 20 }));

    [Fact]
    public void What_finds_no_room_is_reported_at_its_name()
    {
        Violation violation = Specs.TheViolation(Specs.With(Pmem("A", PmemSpec.LargestMaxMiB), Pmem("B")));
        Assert.Equal(Target.NameOf("B"), violation.Target);
        Assert.Equal("Persistent memory 'B' of at most 16384 MiB finds no room in 0x4000000000-0xFFFFFFFFFF; make MaxMiB smaller, of this or another", violation.Message);
        violation = Specs.TheViolation(Specs.With(Pmem("A")) with { MemoryMiB = X86Layout.MaxMemoryMiB });
        Assert.Equal("Persistent memory 'A' of at most 16384 MiB finds no room in nothing above RAM; make MaxMiB smaller, of this or another", violation.Message);
    }

    [Theory]
    [InlineData(int.MinValue, 2)]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(786433, 786432)]
    [InlineData(int.MaxValue, 786432)]
    public void A_size_that_cannot_be_is_refused_with_the_nearest(int size, int nearest)
    {
        Violation violation = MachinePlanner.Plan(Specs.With(Pmem("A", size))).Violations[0];
        Assert.Equal((PmemRules.SizeUnusable, $"{nearest}"), (violation.Rule, violation.Suggestion));
    }

    [Theory]
    [InlineData(3072, null)]
    [InlineData(3073, "KVM0494: 3073 MiB of RAM end at 0x1000FFFFF, over the memory of 'B' at 0x100000000; give it at most 3072 MiB (--memory 3072)")]
    public void The_RAM_of_a_start_is_held_against_the_lowest_memory(int memoryMiB, string? message)
    {
        var devices = MachinePlanner.Plan(Specs.With(Pmem("A"), Pmem("B", 4, 0x1_0000_0000))).Plan!.Devices;
        Assert.Equal(message, PmemChecks.CheckRam(devices, memoryMiB)?.ToString());
        Assert.Null(PmemChecks.CheckRam([], X86Layout.MaxMemoryMiB));
    }

    [Theory]
    [InlineData(39, 128, null)]
    [InlineData(0, 128, null)]
    [InlineData(38, 128, "declare MemoryAddress = 0x100000000")]
    [InlineData(38, 8192, "declare MemoryAddress = 0x240000000")]
    [InlineData(32, 128, "use a smaller file, less RAM (--memory), or another host")]
    public void Memory_beyond_a_hosts_address_bits_is_refused_with_a_place_that_they_reach(int bits, int memoryMiB, string? remedy) =>
        Assert.EndsWith(remedy ?? "", PmemChecks.CheckAddressable("A", new(0x40_0000_0000, 2 << 20), bits, memoryMiB)?.Message ?? "", StringComparison.Ordinal);

    [Fact]
    public void A_file_may_fill_its_addresses_and_not_more()
    {
        AddressRange memory = new(0x40_0000_0000, 4 << 20);
        Assert.Null(PmemChecks.CheckLength("A", "a.img", 4 << 20, memory));
        Assert.EndsWith("declare MaxMiB = 6", PmemChecks.CheckLength("A", "a.img", (4 << 20) + 1, memory)!.Message, StringComparison.Ordinal);
        Assert.EndsWith("the most are 786432, so declare a [Block]", PmemChecks.CheckLength("A", "a.img", 1UL << 40, memory)!.Message, StringComparison.Ordinal);
    }

    private static DeviceSpec Pmem(string name, int? maxMiB = null, ulong? address = null) => DeviceSpec.PersistentMemory(name, new(maxMiB, address), null, null);

    private static IEnumerable<AddressRange> MemoriesOf(MachineSpec spec)
    {
        PlanResult result = MachinePlanner.Plan(spec);
        Assert.Empty(result.Violations);
        return result.Plan!.Devices.Where(device => device.Pmem is not null).Select(device => device.Pmem!.Memory);
    }
}
