using Microsoft.CodeAnalysis;

namespace KvmSdk.Generators.Tests;

public sealed class CachingTests
{
    [Theory]
    [InlineData("public partial record HelloVm", "/* moved */\n\n  public partial record HelloVm")]
    [InlineData("Terminal.Standard", "Terminal.None")]
    [InlineData("[0xF4]", "[0xFA, 0xF4]")]
    public void An_edit_that_leaves_the_machine_as_it_was_gives_an_equal_model(string before, string after)
    {
        GeneratorRun edited = GeneratorRun.Of(Machines.Minimal).Edit(source => source.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Unchanged], Caching.Reasons(edited));
        Assert.All(Caching.OutputReasons(edited), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("MemoryMiB = 16", "MemoryMiB = 32")]
    [InlineData("[Serial]", "[Serial(Irq = 7)]")]
    [InlineData("record HelloVm", "record HolaVm")]
    [InlineData("Terminal Console", "Terminal Line")]
    public void An_edit_of_the_machine_renders_it_anew(string before, string after)
    {
        GeneratorRun edited = GeneratorRun.Of(Machines.Minimal).Edit(source => source.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified], Caching.Reasons(edited));
        Assert.All(Caching.OutputReasons(edited), reason => Assert.Equal(IncrementalStepRunReason.Modified, reason));
    }

    [Fact]
    public void An_edit_of_one_machine_renders_that_one_alone()
    {
        const string Second = "\n[VirtualMachine] public partial record Second { [FlatImage] public required GuestImage Program { get; init; } }\n";
        GeneratorRun edited = GeneratorRun.Of(Machines.Minimal + Second).Edit(source => source.Replace("MemoryMiB = 16", "MemoryMiB = 32", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], Caching.Reasons(edited));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Caching.OutputReasons(edited).Order());
    }

    [Fact]
    public void A_new_machine_renders_no_other_anew()
    {
        const string Second = "\n[VirtualMachine] public partial record Second { [FlatImage] public required GuestImage Program { get; init; } }\n";
        GeneratorRun edited = GeneratorRun.Of(Machines.Minimal).Edit(source => source + Second);

        Assert.Equal([IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.New], Caching.Reasons(edited));
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], Caching.OutputReasons(edited).Order());
    }

    [Fact]
    public void An_edit_that_only_changes_what_is_wrong_renders_nothing_anew()
    {
        // Both break a rule, by different constants that the fallback does not print.
        GeneratorRun broken = GeneratorRun.Of(Machines.Broken);
        GeneratorRun other = broken.Edit(source => source.Replace("\"\"", "\"other\"", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Unchanged], Caching.Reasons(other));
    }

    [Fact]
    public void The_same_source_gives_equal_models_with_equal_hash_codes()
    {
        object[] values = [.. new[] { GeneratorRun.Of(Machines.Full), GeneratorRun.Of(Machines.Full) }.Select(run =>
            run.Driver.GetRunResult().Results[0].TrackedSteps[MachineGenerator.ParseStep].Single().Outputs.Single().Value)];

        Assert.NotSame(values[0], values[1]);
        Assert.Equal(values[0], values[1]);
        Assert.Equal(values[0].GetHashCode(), values[1].GetHashCode());
    }
}
