using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class MakePartialFixTests
{
    [Fact]
    public async Task The_machine_becomes_partial() => Assert.Equal(["Make 'Vm' partial"], await ExpectFix.TurnsAsync(
        new MakePartialFix(),
        """
        using KvmSdk;

        /// <summary>A machine.</summary>
        [VirtualMachine] // One CPU.
        public sealed record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """,
        """
        using KvmSdk;

        /// <summary>A machine.</summary>
        [VirtualMachine] // One CPU.
        public sealed partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """));

    [Fact]
    public async Task Comments_stay_before_a_declaration_without_modifiers() => await ExpectFix.TurnsAsync(
        new MakePartialFix(),
        """
        using KvmSdk;

        [VirtualMachine]
        // Why it is there.
        record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """,
        """
        using KvmSdk;

        [VirtualMachine]
        // Why it is there.
        partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """);

    [Fact]
    public async Task So_do_the_types_around_it() => Assert.Equal(["Make 'Outer', 'Inner', 'Vm' partial"], await ExpectFix.TurnsAsync(
        new MakePartialFix(),
        """
        using KvmSdk;

        internal static class Outer
        {
            internal partial interface IMiddle
            {
                struct Inner
                {
                    [VirtualMachine]
                    public record Vm
                    {
                        [FlatImage] public required GuestImage Program { get; init; }
                    }
                }
            }
        }
        """,
        """
        using KvmSdk;

        internal static partial class Outer
        {
            internal partial interface IMiddle
            {
                partial struct Inner
                {
                    [VirtualMachine]
                    public partial record Vm
                    {
                        [FlatImage] public required GuestImage Program { get; init; }
                    }
                }
            }
        }
        """));

    [Fact]
    public async Task Two_machines_in_one_type_make_it_partial_once() => await ExpectFix.TurnsAsync(
        new MakePartialFix(),
        """
        using KvmSdk;

        public class Machines
        {
            [VirtualMachine]
            public record A
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }

            [VirtualMachine]
            public record B
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
        }
        """,
        """
        using KvmSdk;

        public partial class Machines
        {
            [VirtualMachine]
            public partial record A
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }

            [VirtualMachine]
            public partial record B
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
        }
        """);

    [Theory]
    [InlineData("public class Outer<T>")]
    [InlineData("file class Outer")]
    public async Task It_is_not_offered_where_partial_alone_would_not_help(string outer) => await ExpectFix.NothingAsync(
        new MakePartialFix(),
        $$"""
        using KvmSdk;

        {{outer}}
        {
            [VirtualMachine]
            public partial record Vm
            {
                [FlatImage] public required GuestImage Program { get; init; }
            }
        }
        """);
}
