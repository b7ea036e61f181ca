using System.Collections.Immutable;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>The shape of the declaration.</summary>
internal static class DeclarationCases
{
    private const string Body = "{ [FlatImage] public required GuestImage Program { get; init; } }";

    public static ImmutableArray<RuleCase> All { get; } =
    [
        new("KVM0101", "partial",
            $$"""
            [VirtualMachine]
            public record Vm
            //            ^^ KVM0101
            {{Body}}
            """,
            $"[VirtualMachine] public partial record Vm {Body}"),
        new("KVM0102", "a class",
            $$"""
            [VirtualMachine]
            public partial class Vm
            //                   ^^ KVM0102
            {{Body}}
            """,
            $"[VirtualMachine] public partial record class Vm {Body}"),
        new("KVM0102", "a record struct",
            $$"""
            [VirtualMachine]
            public partial record struct Vm
            //                           ^^ KVM0102
            {{Body}}
            """,
            $"[VirtualMachine] public partial record Vm {Body}"),
        new("KVM0102", "a struct",
            $$"""
            [VirtualMachine]
            public partial struct Vm
            //                    ^^ KVM0102
            {{Body}}
            """,
            $"[VirtualMachine] internal sealed partial record Vm {Body}"),
        new("KVM0102", "abstract",
            $$"""
            [VirtualMachine]
            public abstract partial record Vm
            //                             ^^ KVM0102
            {{Body}}
            """,
            $"[VirtualMachine] public sealed partial record Vm {Body}"),
        new("KVM0103", "generic",
            $$"""
            [VirtualMachine]
            public partial record Vm<T>
            //                    ^^ KVM0103
            {{Body}}
            """,
            $"[VirtualMachine] public partial record Vm {Body}"),
        new("KVM0103", "a closed type around it",
            $$"""
            public partial class Outer
            {
                public class Inner
                {
                    [VirtualMachine]
                    public partial record Vm
                    //                    ^^ KVM0103
                    {{Body}}
                }
            }
            """,
            $$"""public partial class Outer { private partial record struct Inner { [VirtualMachine] internal partial record Vm {{Body}} } }"""),
        new("KVM0103", "a generic type around it",
            $$"""
            public partial class Outer<T>
            {
                [VirtualMachine]
                public partial record Vm
                //                    ^^ KVM0103
                {{Body}}
            }
            """,
            $$"""public partial interface IOuter { [VirtualMachine] public partial record Vm {{Body}} }"""),
        new("KVM0103", "file-local",
            $$"""
            [VirtualMachine]
            file partial record Vm
            //                  ^^ KVM0103
            {{Body}}
            """,
            $"[VirtualMachine] internal partial record Vm {Body}"),
        new("KVM0103", "a file-local type around it",
            $$"""
            file partial class Outer
            {
                [VirtualMachine]
                public partial record Vm
                //                    ^^ KVM0103
                {{Body}}
            }
            """,
            $$"""internal partial class Outer { [VirtualMachine] public partial record Vm {{Body}} }"""),
        new("KVM0104", "a primary constructor with parameters",
            $$"""
            [VirtualMachine]
            public partial record Vm(string Label)
            //                    ^^ KVM0104
            {{Body}}
            """,
            $$"""[VirtualMachine] public partial record Vm() {{Body}}"""),
        new("KVM0104", "only constructors with parameters",
            """
            [VirtualMachine]
            public partial record Vm
            //                    ^^ KVM0104
            {
                public Vm(string label) => Label = label;

                public string Label { get; init; }

                [FlatImage] public GuestImage Program { get; init; } = GuestImage.FromFile("a.bin");
            }
            """,
            """
            [VirtualMachine]
            public partial record Vm
            {
                public Vm(string label) => Label = label;

                private Vm() => Label = "";

                public string Label { get; init; }

                [FlatImage] public required GuestImage Program { get; init; }
            }
            """),
        new("KVM0105", "a base that is a machine",
            $$"""
            [VirtualMachine]
            public partial record Base {{Body}}

            [VirtualMachine]
            public partial record Vm : Base
            //                    ^^ KVM0105
            {
                [FlatImage] public required GuestImage Kernel { get; init; }
            }
            """,
            $$"""
            public interface IBase;

            [VirtualMachine]
            public partial record Vm : IBase {{Body}}
            """),
        new("KVM0105", "a base with devices",
            $$"""
            public record Base
            {
                [Serial] public Terminal Console { get; init; } = Terminal.None;
            }

            public record Middle : Base;

            [VirtualMachine]
            public partial record Vm : Middle
            //                    ^^ KVM0105
            {{Body}}
            """,
            $$"""
            public record Base
            {
                public Terminal Console { get; init; } = Terminal.None;
            }

            [VirtualMachine]
            public partial record Vm : Base {{Body}}
            """),
    ];
}
