using CsCheck;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Planning;

public sealed class SharedMemoryPlannerTests
{
    private const ulong Page = X86Layout.PageSize;
    private const int MaxSize = 0x7FFF_F000;

    private static readonly Gen<SharedMemorySpec> _memory = Gen.Select(
        Gen.Frequency(
            (1, Gen.Const((ulong?)null)),
            (6, Gen.Int[250, 270].Select(page => (ulong?)((ulong)page * Page))),
            (1, Gen.Int[0x10_0000, 0x10_4000].Select(address => (ulong?)address)),
            (1, Gen.Int[0, 3].Select(i => (ulong?)new ulong[] { 0, 0x7FF_F000, 0x800_0000, ulong.MaxValue - 0xFFF }[i]))),
        Gen.Frequency((3, Gen.Const((int?)null)), (3, Gen.Int[1, 3].Select(pages => (int?)(pages * 4096))), (1, Gen.Int[-1, 5000].Select(size => (int?)size))),
        static (address, size) => Memory("?", address, size));

    private static readonly Gen<MachineSpec> _machine = _memory.Array[0, 6].Select(memories =>
        Specs.With() with { SharedMemories = memories.Select((memory, i) => memory with { Property = $"M{i}" }).ToEquatableArray() });

    [Theory]
    [InlineData(1, null, 0x1000)]
    [InlineData(4096, null, 0x1000)]
    [InlineData(4097, null, 0x2000)]
    [InlineData(16, 16, 0x1000)]
    [InlineData(16, 0x5001, 0x6000)]
    [InlineData(16, MaxSize, MaxSize)]
    public void It_takes_whole_pages_for_its_type_or_for_the_declared_size(int typeSize, int? size, ulong planned) => Assert.Equal(
        [new SharedMemoryPlan("M", new(0x10_1000, planned))],
        MachinePlanner.Plan(With(3072, Memory("M", 0x10_1000, size, typeSize))).Plan!.SharedMemories);

    [Theory]
    [InlineData(0x10_1000, 16)]
    [InlineData(0xFF_F000, 16)]
    [InlineData(0x1_0000_0000, 4096)]
    [InlineData(0x1_3FFF_F000, 4096)]
    public void A_page_of_RAM_above_the_first_MiB_may_be_shared(ulong address, int memoryMiB) =>
        Assert.Empty(Specs.BrokenRules(With(memoryMiB, Memory("M", address))));

    [Theory]
    [InlineData(null, "KVM0650", "Shared memory 'M' has no Address; use 0xFFF000")]
    [InlineData(1UL, "KVM0650", "Shared memory 'M' at 0x00000001 does not start at a multiple of 4 KiB; use 0x101000")]
    [InlineData(0x10_2FFFUL, "KVM0650", "Shared memory 'M' at 0x00102FFF does not start at a multiple of 4 KiB; use 0x103000")]
    [InlineData(0xFF_F001UL, "KVM0650", "Shared memory 'M' at 0x00FFF001 does not start at a multiple of 4 KiB; use 0xFFF000")]
    [InlineData(ulong.MaxValue, "KVM0650", "Shared memory 'M' at 0xFFFFFFFFFFFFFFFF does not start at a multiple of 4 KiB; use 0xFFF000")]
    [InlineData(0x100_0000UL, "KVM0651",
        "Shared memory 'M' at 0x01000000-0x01000FFF is not all in the 16 MiB of RAM; give the machine at least 17 MiB (--memory 17), or use 0xFFF000")]
    [InlineData(0xBFFF_F000UL, "KVM0651",
        "Shared memory 'M' at 0xBFFFF000-0xBFFFFFFF is not all in the 16 MiB of RAM; give the machine at least 3072 MiB (--memory 3072), or use 0xFFF000")]
    [InlineData(0xC000_0000UL, "KVM0651",
        "Shared memory 'M' at 0xC0000000-0xC0000FFF reaches into the hole for devices, 0xC0000000-0xFFFFFFFF; use 0xFFF000")]
    [InlineData(0x1_0000_0000UL, "KVM0651",
        "Shared memory 'M' at 0x100000000-0x100000FFF is not all in the 16 MiB of RAM; give the machine at least 3073 MiB (--memory 3073), or use 0xFFF000")]
    [InlineData(ulong.MaxValue - 0xFFF, "KVM0651",
        "Shared memory 'M' at 0xFFFFFFFFFFFFF000-0xFFFFFFFFFFFFFFFF is not all in the 16 MiB of RAM; use 0xFFF000")]
    [InlineData(0xF_F000UL, "KVM0652", "Shared memory 'M' at 0x000FF000-0x000FFFFF lies in the first MiB, where the boot structures are; use 0xFFF000")]
    [InlineData(0x10_0000UL, "KVM0652", "Shared memory 'M' at 0x00100000-0x00100FFF lies over 'Program', which is loaded at 0x100000; use 0xFFF000")]
    public void Any_other_address_is_reported_with_a_right_one(ulong? address, string id, string message)
    {
        Violation violation = Specs.TheViolation(With(16, Memory("M", address)));

        Assert.Equal($"{id}: {message}", violation.ToString());
        Assert.Equal(Target.OfProperty("M", "SharedMemory", "Address"), violation.Target);
        Assert.EndsWith(violation.Suggestion, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_at_one_place_are_both_named()
    {
        Violation violation = Specs.TheViolation(With(16, Memory("A", 0x80_0000, 0x2000), Memory("B", 0x80_1000, 0x3000)));

        Assert.Equal(
            "KVM0653: Shared memory 'B' at 0x00801000-0x00803FFF overlaps shared memory 'A' at 0x00800000-0x00801FFF; use 0x802000", violation.ToString());
        Assert.Equal(Target.OfProperty("A", "SharedMemory", "Address"), violation.Related);
        Assert.Empty(Specs.BrokenRules(With(16, Memory("A", 0x80_0000, 0x2000), Memory("B", 0x80_2000, 0x3000))));
    }

    [Theory]
    [InlineData(0, "is less than the 16 bytes of 'Mailbox'; use 0x1000, or leave Size out")]
    [InlineData(-1, "is less than the 16 bytes of 'Mailbox'; use 0x1000, or leave Size out")]
    [InlineData(15, "is less than the 16 bytes of 'Mailbox'; use 0x1000, or leave Size out")]
    [InlineData(MaxSize + 1, "is more than 0x7FFFF000; use 0x7FFFF000, or leave Size out")]
    [InlineData(int.MaxValue, "is more than 0x7FFFF000; use 0x7FFFF000, or leave Size out")]
    public void A_size_that_cannot_be_is_reported_with_one_that_can(int size, string end)
    {
        Violation violation = Specs.TheViolation(With(3072, Memory("M", 0x10_1000, size)));

        Assert.Equal(SharedMemoryRules.BadSize, violation.Rule);
        Assert.EndsWith(end, violation.Message, StringComparison.Ordinal);
        Assert.Equal(Target.OfProperty("M", "SharedMemory", "Size"), violation.Target);
    }

    [Fact]
    public void A_type_that_cannot_be_shared_is_reported_alone()
    {
        SharedMemorySpec memory = new("M", new("Odd", "global::Odd", SharedTypeVisibility.Public, 0, "is odd", "use an even one"), 1, -1);
        Violation violation = Specs.TheViolation(With(16, memory));

        Assert.Equal("KVM0654: Type 'Odd' of shared memory 'M' is odd; use an even one", violation.ToString());
        Assert.Equal(Target.TypeOf("M"), violation.Target);
    }

    [Fact]
    public void What_is_too_large_for_the_machine_is_offered_more_memory() => Assert.EndsWith(
        "; give the machine more memory",
        Specs.TheViolation(With(2, Memory("M", null, 0x20_0000))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_wrong_memory_size_does_not_make_the_address_wrong_too() =>
        Assert.Equal(["KVM0120"], Specs.BrokenRules(With(1, Memory("M", 0x100_0000))));

    [Fact]
    public void It_is_reported_exactly_if_two_take_one_page_or_a_page_is_not_to_be_had() => _machine.Sample(spec =>
    {
        HashSet<ulong> taken = [];
        bool isRight = true;
        foreach (SharedMemorySpec memory in spec.SharedMemories)
        {
            ulong size = (ulong)(memory.Size ?? memory.Type.Size);
            isRight &= memory.Size is null or >= 16 && memory.Address % Page == 0;
            for (ulong page = 0; isRight && page * Page < size; page++)
            {
                ulong address = memory.Address!.Value + (page * Page);
                isRight &= address is > 0x10_0000 and < 128 << 20 && taken.Add(address);
            }
        }

        return isRight == (MachinePlanner.Plan(spec).Violations.Count == 0);
    });

    [Fact]
    public void The_remedies_applied_all_at_once_repair_every_machine() => _machine.Sample(spec =>
    {
        ILookup<Target, string> suggestions = MachinePlanner.Plan(spec).Violations.ToLookup(violation => violation.Target, violation => violation.Suggestion);
        MachineSpec repaired = spec with
        {
            SharedMemories = spec.SharedMemories.Select(memory => memory with
            {
                Address = Suggested(memory, "Address") ?? memory.Address,
                Size = (int?)Suggested(memory, "Size") ?? memory.Size,
            }).ToEquatableArray(),
        };
        return MachinePlanner.Plan(repaired).Violations.Count == 0;

        ulong? Suggested(SharedMemorySpec memory, string argument) =>
            suggestions[Target.OfProperty(memory.Property, "SharedMemory", argument)].SingleOrDefault() is { } text ? Convert.ToUInt64(text, 16) : null;
    });

    private static MachineSpec With(int memoryMiB, params SharedMemorySpec[] memories) =>
        Specs.With() with { MemoryMiB = memoryMiB, SharedMemories = memories.ToEquatableArray() };

    private static SharedMemorySpec Memory(string property, ulong? address, int? size = null, int typeSize = 16) =>
        new(property, new("Mailbox", "global::Mailbox", SharedTypeVisibility.Public, typeSize), address, size);
}
