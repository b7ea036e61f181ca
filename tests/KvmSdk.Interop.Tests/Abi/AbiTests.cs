namespace KvmSdk.Interop.Tests.Abi;

// A wrong offset here would be a memory error there, so no declaration is trusted: the C compiler has to agree with each.
public sealed class AbiTests
{
    private static readonly Lazy<IReadOnlyList<AbiFact>> Facts = new(() => [.. AbiTable.All()]);

    private static readonly Lazy<IReadOnlyList<string>> Differences = new(() => AbiProof.Differences(Facts.Value));

    [CFact]
    public void Every_structure_has_the_size_C_gives_it() => AssertEqual(AbiKind.StructSize);

    [CFact]
    public void Every_field_lies_where_C_puts_it() => AssertEqual(AbiKind.FieldOffset);

    [CFact]
    public void Every_field_is_as_wide_as_in_C() => AssertEqual(AbiKind.FieldSize);

    [CFact]
    public void Every_number_is_signed_where_it_is_in_C() => AssertEqual(AbiKind.FieldSign);

    [CFact]
    public void Every_ioctl_has_the_number_C_computes() => AssertEqual(AbiKind.IoctlNumber);

    [CFact]
    public void Every_constant_has_the_value_the_header_gives_it() => AssertEqual(AbiKind.Constant);

    [CFact]
    public void Every_function_has_the_prototype_the_header_declares() => AssertEqual(AbiKind.Prototype);

    [CFact]
    public void A_wrong_value_and_an_unknown_name_are_both_reported()
    {
        AbiFact[] facts =
        [
            new(AbiKind.StructSize, "kvm_regs", "sizeof(struct kvm_regs)", 143),
            new(AbiKind.StructSize, "kvm_sregs", "sizeof(struct kvm_sregs)", 312),
            new(AbiKind.Constant, "Invented", "KVM_CAP_NEVER_HEARD_OF", 1),
        ];

        IReadOnlyList<string> differences = AbiProof.Differences(facts);

        Assert.Equal(2, differences.Count);
        Assert.StartsWith("Constant Invented: C does not know it", differences[0], StringComparison.Ordinal);
        Assert.Equal("StructSize kvm_regs: C# has 143 (0x8F), C has 144 (0x90) for sizeof(struct kvm_regs)", differences[1]);
    }

    [Fact]
    public void The_table_reaches_unnamed_members_flexible_arrays_and_elements()
    {
        AssertFact(AbiKind.FieldOffset, "kvm_run.io.data_offset", 40);
        AssertFact(AbiKind.FieldOffset, "kvm_run.hyperv.u.syndbg.pending_page", null, expected: false);
        AssertFact(AbiKind.FieldOffset, "kvm_hyperv_exit.u.syndbg.pending_page", 48);
        AssertFact(AbiKind.FieldOffset, "kvm_ioapic_state.redirtbl.bits", 24);
        AssertFact(AbiKind.FieldOffset, "kvm_signal_mask.sigset[]", 4);
        AssertFact(AbiKind.FieldSize, "kvm_xcrs.xcrs[0]", 16);
        AssertFact(AbiKind.Constant, "kvm_run.io_struct.KVM_EXIT_IO_OUT", 1);
        AssertFact(AbiKind.IoctlNumber, "KVM_SET_USER_MEMORY_REGION", 0x4020AE46);
    }

    [Fact]
    public void Every_exception_still_stands_for_something()
    {
        foreach (string name in AbiExceptions.Newer.Keys)
        {
            Assert.Contains(Facts.Value, f => f.Name == name && AbiProof.Since(f) is not null);
        }

        string[] functions = [.. typeof(Libc).GetMethods((System.Reflection.BindingFlags)(-1)).Select(m => m.Name)];
        Assert.All(AbiExceptions.Prototypes.Keys, name => Assert.Contains(name, functions));
    }

    private static void AssertFact(AbiKind kind, string name, ulong? value, bool expected = true)
    {
        AbiFact? fact = Facts.Value.SingleOrDefault(f => f.Kind == kind && f.Name == name);
        Assert.Equal(expected, fact is not null);
        Assert.Equal(value, fact?.Value);
    }

    private static void AssertEqual(AbiKind kind)
    {
        Assert.Contains(Facts.Value, f => f.Kind == kind);
        string[] wrong = [.. Differences.Value.Where(d => d.StartsWith($"{kind} ", StringComparison.Ordinal))];
        Assert.True(wrong.Length == 0, $"{wrong.Length} differences from the C headers:\n{string.Join('\n', wrong)}");
    }
}
