using Microsoft.CodeAnalysis;

namespace KvmSdk.Generators.Tests;

/// <summary>The names of generated files, which the compiler wants to be different whatever the machines are called.</summary>
public sealed class HintNameTests
{
    private const string Body = "{ [FlatImage] public required GuestImage Program { get; init; } }";

    [Fact]
    public void Machines_whose_names_differ_in_case_alone_are_both_generated()
    {
        GeneratorRun run = GeneratorRun.Of($"using KvmSdk; [VirtualMachine] public partial record Web {Body} [VirtualMachine] public partial record WEB {Body}");

        Assert.Equal(6, run.Files.Count);
        Assert.Contains("Web.ABFFC431.g.cs", run.Files.Keys);
    }

    [Fact]
    public void A_machine_keeps_its_name_beside_others_that_clash()
    {
        GeneratorRun run = GeneratorRun.Of($"""
            using KvmSdk;
            [VirtualMachine] public partial record Mail {Body}
            [VirtualMachine] public partial record Web {Body}
            [VirtualMachine] public partial record WEB {Body}
            """);

        Assert.Contains("Mail.g.cs", run.Files.Keys);
        Assert.DoesNotContain("Web.g.cs", run.Files.Keys);
    }

    [Fact]
    public void An_attribute_on_two_declarations_of_one_machine_is_one_machine()
    {
        GeneratorRun run = GeneratorRun.Unchecked($"using KvmSdk; [VirtualMachine] public partial record Web {Body} [VirtualMachine] public partial record Web;");

        Assert.Equal(["Web.Layout.g.cs", "Web.Machine.g.cs", "Web.g.cs"], run.Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["CS0579"], run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void Names_that_are_words_of_the_language_stay_names() => GeneratorRun.Of($$"""
        namespace @namespace.@record;
        using KvmSdk;
        public partial class @class { public partial struct @struct { [VirtualMachine] public partial record @Web {{Body}} } }
        """);
}
