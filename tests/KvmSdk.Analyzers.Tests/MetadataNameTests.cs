using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Tests;

/// <summary>A type is told by its full name and by nothing less.</summary>
public sealed class MetadataNameTests
{
    private static readonly Compilation _compilation = Compilations.Of("""
        public class Terminal { public class Inner; }
        namespace KvmSdkX { public class Terminal; }
        namespace Other.KvmSdk { public class Terminal; }
        namespace KvmSdk.Terminal1 { public class Terminal; }
        namespace Deep.Down { public class Generic<T>; }
        """);

    [Theory]
    [InlineData("KvmSdk.Terminal", "KvmSdk.Terminal", true)]
    [InlineData("Terminal", "Terminal", true)]
    [InlineData("Deep.Down.Generic`1", "Deep.Down.Generic`1", true)]
    [InlineData("Deep.Down.Generic`1", "Deep.Down.Generic", false)]
    [InlineData("Terminal", "KvmSdk.Terminal", false)]
    [InlineData("KvmSdk.Terminal", "Terminal", false)]
    [InlineData("KvmSdkX.Terminal", "KvmSdk.Terminal", false)]
    [InlineData("Other.KvmSdk.Terminal", "KvmSdk.Terminal", false)]
    [InlineData("KvmSdk.Terminal1.Terminal", "KvmSdk.Terminal", false)]
    [InlineData("KvmSdk.Terminal", "XKvmSdk.Terminal", false)]
    [InlineData("KvmSdk.Terminal", ".KvmSdk.Terminal", false)]
    [InlineData("Terminal+Inner", "Inner", false)]
    public void A_type_is_the_one_of_its_own_name(string type, string name, bool expected) =>
        Assert.Equal(expected, _compilation.GetTypeByMetadataName(type)!.Is(name));

    [Fact]
    public void What_is_no_named_type_is_none() => Assert.False(((ITypeSymbol?)null).Is("Terminal") || _compilation.CreateArrayTypeSymbol(_compilation.GetTypeByMetadataName("Terminal")!).Is("Terminal"));
}
