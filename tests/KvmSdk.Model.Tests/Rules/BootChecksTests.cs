using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class BootChecksTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void A_machine_needs_something_to_start_from() =>
        Assert.Equal(BootRules.NoBootSource, Specs.TheViolation(Specs.With() with { Boot = [] }).Rule);

    [Fact]
    public void Every_boot_source_after_the_first_is_one_too_many()
    {
        MachineSpec spec = Specs.With();
        BootSpec first = spec.Boot[0];
        spec = spec with { Boot = [first, first with { Property = "B" }, first with { Property = "C" }] };

        List<Violation> violations = [];
        BootChecks.Check(spec, violations);

        Assert.All(violations, violation => Assert.Equal(BootRules.TwoBootSources, violation.Rule));
        Assert.Equal(["B", "C"], violations.Select(violation => violation.Target.Property));
        Assert.All(violations, violation => Assert.Equal(Target.OfProperty("Program", "FlatImage"), violation.Related));
    }

    [Theory]
    [InlineData(0x10_0000, 2)]
    [InlineData(0x1F_F000, 2)]
    [InlineData(0xBFFF_F000, 4096)]
    public void A_page_from_one_mebibyte_to_the_end_of_the_first_range_is_a_load_address(ulong address, int memoryMiB) =>
        Assert.Empty(Specs.BrokenRules(Loaded(address, memoryMiB)));

    [Theory]
    [InlineData(0x0F_F000, 2, "LoadAddress 0xFF000 lies in the first MiB")]
    [InlineData(0x10_0001, 2, "is not at a page boundary")]
    [InlineData(0x20_0000, 2, "is outside the first 2 MiB of RAM")]
    [InlineData(0xC000_0000, 4096, "is outside the first 3072 MiB of RAM")]
    [InlineData(ulong.MaxValue - 0xFFF, 4096, "is outside the first 3072 MiB of RAM")]
    public void Any_other_load_address_is_reported_with_a_right_one(ulong address, int memoryMiB, string words)
    {
        Violation violation = Specs.TheViolation(Loaded(address, memoryMiB));

        Assert.Equal(BootRules.BadLoadAddress, violation.Rule);
        Assert.Contains(words, violation.Message, StringComparison.Ordinal);
        Assert.Equal("0x100000", violation.Suggestion);
        Assert.Empty(Specs.BrokenRules(Loaded(0x10_0000, memoryMiB)));
    }

    [Fact]
    public void A_wrong_memory_size_does_not_make_the_load_address_wrong_too() =>
        Assert.Equal(["KVM0120"], Specs.BrokenRules(Loaded(0x10_0000, 1)));

    [Theory]
    [InlineData(1, 0x10_0000, 2)]
    [InlineData(MiB, 0x10_0000, 2)]
    [InlineData((3072 * MiB) - 0x10_0000, 0x10_0000, 4096)]
    public void An_image_that_ends_within_the_first_range_fits(long length, ulong address, int memoryMiB) =>
        Assert.Null(BootChecks.CheckImage("Program", "a.bin", length, address, memoryMiB));

    [Theory]
    [InlineData(MiB + 1, 0x10_0000, 2, "give the machine at least 3 MiB (--memory 3)")]
    [InlineData(3 * MiB, 0x10_0000, 2, "give the machine at least 4 MiB (--memory 4)")]
    [InlineData((3072 * MiB) - 0x10_0000, 0x10_0000, 2, "give the machine at least 3072 MiB (--memory 3072)")]
    [InlineData((3072 * MiB) - 0x10_0000 + 1, 0x10_0000, 4096, "use an image that ends below 3 GiB")]
    [InlineData(long.MaxValue, 0x10_0000, 4096, "use an image that ends below 3 GiB")]
    [InlineData(1, 0x20_0000, 2, "give the machine at least 3 MiB (--memory 3)")]
    public void An_image_that_ends_beyond_is_reported_with_what_would_help(long length, ulong address, int memoryMiB, string remedy)
    {
        Violation violation = BootChecks.CheckImage("Program", "a.bin", length, address, memoryMiB)!;

        Assert.Equal(BootRules.ImageLargerThanMemory, violation.Rule);
        Assert.Equal(Target.NameOf("Program"), violation.Target);
        Assert.EndsWith("; " + remedy, violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_image_is_reported() =>
        Assert.Equal("KVM0505: Image 'a.bin' is empty; give it at least one instruction", BootChecks.CheckImage("Program", "a.bin", 0, 0x10_0000, 2)!.ToString());

    private static MachineSpec Loaded(ulong address, int memoryMiB) =>
        Specs.With() with { MemoryMiB = memoryMiB, Boot = [new BootSpec(BootKind.FlatImage, "Program", address)] };
}
