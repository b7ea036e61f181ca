using System.Reflection;

namespace KvmSdk.Runtime.Tests.Life;

public sealed class OutcomeTests
{
    private static readonly MachineRegisters _registers = new() { Rip = 0xFFFF_8000_0010_0000, CsSelector = 0x10, IdtLimit = 0xFFF };

    private static readonly MachineOutcome[] _all =
    [
        new MachineOutcome.PowerOff(),
        new MachineOutcome.Reset("keyboard controller"),
        new MachineOutcome.DebugExit(0x10, 33),
        new MachineOutcome.Stopped(),
        new MachineOutcome.TripleFault(1, _registers),
        new MachineOutcome.Crash(1),
        new MachineOutcome.GuestPanicked(),
        new MachineOutcome.InternalError(0, 1, _registers, [0x0F, 0xC7]),
        new MachineOutcome.EntryFailure(0, 0x8000_0021, _registers),
        new MachineOutcome.UnexpectedExit(0, "KVM_EXIT_HLT", _registers),
        new MachineOutcome.HostFailure("vCPU 0", new IOException("no room")),
    ];

    public static TheoryData<MachineOutcome> All => [.. _all];

    [Fact]
    public void Every_kind_of_outcome_is_tested_here() => Assert.Equal(
        typeof(MachineOutcome).GetNestedTypes(BindingFlags.Public).Select(static type => type.Name).Order(),
        _all.Select(static outcome => outcome.GetType().Name).Order());

    [Theory]
    [MemberData(nameof(All))]
    public void A_description_is_one_sentence_without_a_full_stop(MachineOutcome outcome)
    {
        Assert.Matches("^(the|vCPU|KVM) ", outcome.Description);
        Assert.DoesNotContain('\n', outcome.Description);
        Assert.False(outcome.Description.EndsWith('.'));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_failure_has_an_even_code_that_no_other_has(MachineOutcome outcome)
    {
        // QEMU's debug-exit rule gives odd codes only.
        MachineOutcome[] others = [.. _all.Where(other => other.GetType() != outcome.GetType())];
        Assert.Equal(outcome.IsFailure, outcome.ExitCode is >= 110 and <= 122);
        Assert.True(!outcome.IsFailure || (outcome.ExitCode % 2 == 0 && others.All(other => other.ExitCode != outcome.ExitCode)));
    }

    [Fact]
    public void Failures_name_the_place()
    {
        Assert.Contains("RIP 0xFFFF800000100000 (CS 0x10, ring 0)", new MachineOutcome.TripleFault(1, _registers).Description, StringComparison.Ordinal);
        Assert.Contains("(bytes unreadable)", new MachineOutcome.InternalError(0, 3, _registers, []).Description, StringComparison.Ordinal);
        Assert.Contains("0x80000021", new MachineOutcome.EntryFailure(0, 0x8000_0021, _registers).Description, StringComparison.Ordinal);
        Assert.Contains("KVM_EXIT_HLT", new MachineOutcome.UnexpectedExit(0, "KVM_EXIT_HLT", _registers).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Internal_errors_compare_by_their_bytes()
    {
        Assert.Equal(new MachineOutcome.InternalError(0, 1, _registers, [1, 2]), new MachineOutcome.InternalError(0, 1, _registers, [1, 2]));
        Assert.NotEqual(new MachineOutcome.InternalError(0, 1, _registers, [1, 2]), new MachineOutcome.InternalError(0, 1, _registers, [1, 3]));
    }

    [Fact]
    public void Registers_print_as_a_table()
    {
        string[] lines = _registers.ToString().Split('\n');
        Assert.Equal(7, lines.Length);
        Assert.StartsWith("RIP FFFF800000100000  RSP 0000000000000000", lines[0], StringComparison.Ordinal);
    }
}
