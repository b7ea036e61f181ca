using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class MemorySizeTests
{
    [Theory]
    [InlineData("512", 512)]
    [InlineData("512M", 512)]
    [InlineData("512m", 512)]
    [InlineData("2G", 2048)]
    [InlineData("2g", 2048)]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("2097151G", 2097151 * 1024)]
    public void Sizes_are_MiB_or_carry_a_suffix(string text, int mib) => Assert.Equal(mib, MemorySize.Parse(text, "--memory"));

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("1.5G")]
    [InlineData("512MB")]
    [InlineData("512GG")]
    [InlineData("512 M")]
    [InlineData("0x200")]
    [InlineData("2147483648")]
    [InlineData("2097152G")]
    [InlineData("-2147483648G")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_refused_with_examples(string text)
    {
        UsageException e = Assert.Throws<UsageException>(() => MemorySize.Parse(text, "--memory"));
        Assert.Equal($"--memory: '{text}' is not a size; give MiB, or a suffix, as in 512, 512M or 2G", e.Message);
    }
}
