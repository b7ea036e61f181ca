using KvmSdk.Model.Layout;
using KvmSdk.Model.Planning;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Model.Tests.Support;

namespace KvmSdk.Model.Tests.Rules;

public sealed class MemoryChecksTests
{
    [Theory]
    [InlineData(X86Layout.MinMemoryMiB)]
    [InlineData(X86Layout.MaxMemoryMiB)]
    public void The_ends_of_the_range_are_right(int memoryMiB) => Assert.Null(MemoryChecks.Check(memoryMiB));

    [Theory]
    [InlineData(X86Layout.MinMemoryMiB - 1, "2")]
    [InlineData(int.MinValue, "2")]
    [InlineData(X86Layout.MaxMemoryMiB + 1, "1047552")]
    [InlineData(int.MaxValue, "1047552")]
    public void A_size_outside_is_reported_with_the_nearest_right_one(int memoryMiB, string suggestion)
    {
        Violation violation = MemoryChecks.Check(memoryMiB)!;

        Assert.Equal(MachineRules.MemoryOutOfRange, violation.Rule);
        Assert.Equal(suggestion, violation.Suggestion);
        Assert.Null(MemoryChecks.Check(int.Parse(suggestion, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(64512, 36, null)]
    [InlineData(64513, 36, "64512")]
    [InlineData(3072, 32, null)]
    [InlineData(3073, 32, "3072")]
    [InlineData(X86Layout.MaxMemoryMiB, 40, null)]
    [InlineData(X86Layout.MaxMemoryMiB, 39, "523264")]
    [InlineData(X86Layout.MaxMemoryMiB, 52, null)]
    [InlineData(X86Layout.MaxMemoryMiB, 0, null)]
    public void A_hosts_address_bits_bound_what_a_start_may_ask_for(int memoryMiB, int bits, string? most)
    {
        Violation? violation = MemoryChecks.CheckAddressable(memoryMiB, bits);

        Assert.Equal(most is null ? null : MachineRules.MemoryNotAddressable, violation?.Rule);
        Assert.Equal(most, violation?.Arguments[3]);
    }

    [Fact]
    public void A_warning_keeps_no_machine_from_its_plan()
    {
        MachineSpec spec = Specs.With() with { Boot = [new BootSpec(BootKind.LinuxKernel, "Kernel", 0)], MemoryMiB = X86Layout.MinLinuxMemoryMiB - 1 };
        PlanResult result = MachinePlanner.Plan(spec);

        Assert.Equal(BootRules.TooLittleForLinux, Assert.Single(result.Violations).Rule);
        Assert.Equal(spec.MemoryMiB, result.Plan?.Memory.MiB);
    }

    [Theory]
    [InlineData(3, HugePages.HugeTlb2MiB, "4")]
    [InlineData(X86Layout.MaxMemoryMiB - 1, HugePages.HugeTlb2MiB, "1047552")]
    [InlineData(2, HugePages.HugeTlb2MiB, null)]
    [InlineData(X86Layout.MaxMemoryMiB, HugePages.HugeTlb2MiB, null)]
    [InlineData(3, HugePages.Transparent, null)]
    [InlineData(3, HugePages.None, null)]
    [InlineData(3, HugePages.Automatic, null)]
    public void Reserved_pages_need_a_multiple_of_their_size_and_no_others_do(int memoryMiB, HugePages pages, string? suggestion)
    {
        Violation? violation = MemoryChecks.CheckPages(memoryMiB, pages);

        Assert.Equal(suggestion is null ? null : MachineRules.MemoryNotWholePages, violation?.Rule);
        Assert.Equal(suggestion, violation?.Suggestion);
    }

    [Fact]
    public void A_size_outside_is_not_reported_twice() => Assert.Null(MemoryChecks.CheckPages(1, HugePages.HugeTlb2MiB));
}
