using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class AddBootSourceFixTests
{
    [Fact]
    public async Task An_image_becomes_the_first_member() => Assert.Equal(["Add [FlatImage] property 'Program'"], await ExpectFix.TurnsAsync(
        new AddBootSourceFix(),
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [Serial] public required Terminal Console { get; init; }
        }
        """,
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }

            [Serial] public required Terminal Console { get; init; }
        }
        """));

    [Fact]
    public async Task A_record_without_a_body_gets_one() => await ExpectFix.TurnsAsync(
        new AddBootSourceFix(),
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm;
        """,
        """
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public required GuestImage Program { get; init; }
        }
        """);

    [Fact]
    public async Task A_nested_record_is_indented() => await ExpectFix.TurnsAsync(
        new AddBootSourceFix(),
        """
        using KvmSdk;

        namespace Samples
        {
            public partial class Outer
            {
                [VirtualMachine]
                public partial record Vm; // Empty.
            }
        }
        """,
        """
        using KvmSdk;

        namespace Samples
        {
            public partial class Outer
            {
                [VirtualMachine]
                public partial record Vm
                {
                    [FlatImage] public required GuestImage Program { get; init; }
                } // Empty.
            }
        }
        """);

    [Fact]
    public async Task A_taken_name_and_a_missing_using_do_not_matter() => Assert.Equal(["Add [FlatImage] property 'Image'"], await ExpectFix.TurnsAsync(
        new AddBootSourceFix(),
        """
        [KvmSdk.VirtualMachine]
        public partial record Program
        {
        }
        """,
        """
        using KvmSdk;

        [KvmSdk.VirtualMachine]
        public partial record Program
        {
            [FlatImage] public required GuestImage Image { get; init; }
        }
        """));
}
