namespace KvmSdk.Runtime.Tests.Configuration;

/// <summary>A shared directory as a value and as text.</summary>
public sealed class HostDirectoryTests
{
    [Theory]
    [InlineData("dir:src", "src", false, 0u, 0u)]
    [InlineData("dir:src,ro", "src", true, 0u, 0u)]
    [InlineData("dir:/a,b,ro,uid=1000,gid=100", "/a,b", true, 1000u, 100u)]
    [InlineData("dir:a,uid=1,uid=2", "a,uid=1", false, 2u, 0u)]
    [InlineData("dir:a,gid=4294967294", "a", false, 0u, 4294967294u)]
    public void It_is_its_text(string text, string path, bool isReadOnly, uint uid, uint gid)
    {
        HostDirectory directory = HostDirectory.Parse(text, null);
        Assert.Equal((path, isReadOnly, uid, gid), (directory.Path, directory.IsReadOnly, directory.Uid, directory.Gid));
        Assert.Equal(text, directory.ToString());
        Assert.Equal(HostDirectory.At(path, isReadOnly, uid, gid), directory);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("dir:")]
    [InlineData("dir:,ro")]
    [InlineData("dir:a\0b")]
    [InlineData("dir:a,uid=")]
    [InlineData("dir:a,uid=-1")]
    [InlineData("dir:a,gid=4294967295")]
    [InlineData("dir:a,gid=1,uid=1")]
    public void Other_texts_are_refused_with_an_example(string text) => Assert.Equal(
        $"'{text}' is not a shared directory; write 'dir:' and its path, as in 'dir:src' or 'dir:src,ro,uid=1000,gid=1000'",
        Assert.Throws<FormatException>(() => HostDirectory.Parse(text, null)).Message);

    [Fact]
    public void A_group_of_nobodys_is_refused_too() => Assert.Equal(
        "gid", Assert.Throws<ConfigurationValueException>(static () => HostDirectory.At("a", gid: uint.MaxValue)).ParamName);
}
