using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class MakeRecordFixTests
{
    [Theory]
    [InlineData("public class Vm", "public partial record Vm")]
    [InlineData("public sealed partial class Vm", "public sealed partial record Vm")]
    [InlineData("class Vm", "partial record Vm")]
    [InlineData("public partial record struct Vm", "public partial record Vm")]
    [InlineData("public readonly struct Vm", "public partial record Vm")]
    [InlineData("readonly struct Vm", "partial record Vm")]
    [InlineData("public abstract partial record Vm", "public partial record Vm")]
    [InlineData("public class Vm : System.IDisposable", "public partial record Vm : System.IDisposable")]
    public async Task The_declaration_becomes_a_partial_record(string before, string after) =>
        Assert.Equal(["Make 'Vm' a partial record"], await ExpectFix.TurnsAsync(new MakeRecordFix(), Source(before), Source(after)));

    [Theory]
    [InlineData("public class Base; [VirtualMachine] public class Vm : Base { }")]
    [InlineData("[VirtualMachine] public static class Vm { }")]
    [InlineData("[VirtualMachine] public class Vm<T> { }")]
    [InlineData("[VirtualMachine] public ref struct Vm { }")]
    [InlineData("[VirtualMachine] public abstract partial record Vm { public abstract void Run(); }")]
    [InlineData("[VirtualMachine] public class Vm { public override bool Equals(object? obj) => false; public override int GetHashCode() => 0; }")]
    [InlineData("[VirtualMachine] public partial class Vm; partial class Vm { }")]
    public async Task It_is_not_offered_where_the_change_would_not_compile(string source) =>
        await ExpectFix.NothingAsync(new MakeRecordFix(), "using KvmSdk; " + source);

    private static string Source(string declaration) => $$"""
        using KvmSdk;

        /// <summary>A machine.</summary>
        [VirtualMachine]
        // Why it is there.
        {{declaration}}
        {
            [FlatImage] public required GuestImage Program { get; init; }

            public void Dispose() { }
        }
        """;
}
