using KvmSdk.Analyzers.Tests.Support;

namespace KvmSdk.Analyzers.Tests;

/// <summary>Values that an instance sets, wherever the source makes one.</summary>
public sealed class InstanceValueTests
{
    private const string Vm = """
        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromFile("program");

            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a");

            [Block] public DiskImage B { get; init; } = DiskImage.Raw("b");
        }
        """;

    [Fact]
    public async Task The_diagnostic_stands_where_the_instance_is_made_and_leads_to_the_declaration() => await Expect.MarkedAsync(
        Vm.Replace("""DiskImage.Raw("b");""", """
            DiskImage.Raw("b");
                //                                          ~~~~~~~~~~~~~~~~~~ KVM0407
            """, StringComparison.Ordinal),
        """
        internal static class Program
        {
            private static object Make(bool big)
            {
                System.Func<Vm> later = () => new Vm { A = DiskImage.Raw("b", readOnly: big is false), B = DiskImage.Raw("c") };
                Vm vm = new() { A = DiskImage.Raw("b") };
                //                  ^^^^^^^^^^^^^^^^^^ KVM0407
                return later() == vm;
            }
        }
        """);

    [Fact]
    public async Task What_the_declaration_has_wrong_is_said_there_and_once() => await Expect.MarkedAsync(
        """
        [VirtualMachine]
        public partial record Vm
        {
            [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromFile("");
            //                                                                         ^^ KVM0409
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a");
            //                                          ~~~~~~~~~~~~~~~~~~ KVM0407
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("a");
            //                                          ^^^^^^^^^^^^^^^^^^ KVM0407
            [Serial] public Terminal Console { get; init; } = Terminal.None;
            public static Vm One { get; } = new();
            public static Vm Two { get; } = new() { Console = Terminal.Standard };
            public static Vm Three { get; } = Two with { Console = Terminal.Program };
        }
        """);

    [Fact]
    public async Task A_copy_of_an_instance_that_stands_before_it_is_checked_as_a_whole() => await Expect.MarkedAsync(
        Vm,
        """
        internal static class Program
        {
            private static Vm[] Make() =>
            [
                new Vm { A = DiskImage.Raw("c") } with { B = DiskImage.Raw("c") },
                //           ~~~~~~~~~~~~~~~~~~ KVM0407
                //                                           ^^^^^^^^^^^^^^^^^^ KVM0407
                (new Vm { A = DiskImage.Raw("b") }) with { B = DiskImage.Raw("d") },
            ];
        }
        """);

    [Fact]
    public async Task A_copy_of_an_instance_from_elsewhere_is_known_only_in_what_it_sets() => await Expect.MarkedAsync(
        Vm,
        """
        internal static class Program
        {
            private static Vm[] Make(Vm vm) =>
            [
                vm with { A = DiskImage.Raw("b") },
                vm with { A = DiskImage.Raw("c"), B = DiskImage.Raw("c") },
                //            ~~~~~~~~~~~~~~~~~~ KVM0407
                //                                    ^^^^^^^^^^^^^^^^^^ KVM0407
            ];
        }
        """);

    [Fact]
    public async Task A_constructor_that_somebody_wrote_may_set_what_it_likes() => await Expect.MarkedAsync(
        """
        [VirtualMachine]
        public partial record Vm
        {
            public Vm() => A = DiskImage.Raw("z");
            [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromFile("program");
            [Block] public DiskImage A { get; init; } = DiskImage.Raw("a");
            [Block] public DiskImage B { get; init; } = DiskImage.Raw("b");
            public static Vm One { get; } = new() { B = DiskImage.Raw("a") };
        }
        """);

    [Fact]
    public async Task A_factory_is_checked_without_any_machine() => await Expect.MarkedAsync(
        """
        using System;

        internal static class Program
        {
            private static readonly Func<Terminal> s_log = static () => Terminal.File("");
            //                                                                        ^^ KVM0409

            private static GuestImage Open(string path = "") => GuestImage.FromFile(path);

            private static DiskImage Raw(string path) => DiskImage.Parse("", null);

            private static object Twice() => (Raw(""), Open());
        }
        """);

    [Fact]
    public async Task What_a_factory_refuses_can_be_tried_on_purpose() => Assert.Empty((await Compilations.AnalyzeAsync(Compilations.Of(
        """
        internal static class Program
        {
        #pragma warning disable KVM0409
            private static DiskImage Nothing() => DiskImage.Raw("");
        }
        """))).Where(diagnostic => !diagnostic.IsSuppressed));
}
