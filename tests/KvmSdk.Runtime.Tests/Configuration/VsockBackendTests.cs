namespace KvmSdk.Runtime.Tests.Configuration;

public sealed class VsockBackendTests
{
    [Theory]
    [InlineData("program", VsockKind.Program, null, 0u)]
    [InlineData("vhost", VsockKind.Vhost, null, 0u)]
    [InlineData("vhost,cid=7", VsockKind.Vhost, null, 7u)]
    [InlineData("unix:agent.sock", VsockKind.Unix, "agent.sock", 0u)]
    [InlineData("unix:/run/a,b.sock,cid=4294967294", VsockKind.Unix, "/run/a,b.sock", 4294967294u)]
    public void A_text_says_how_sockets_are_reached_and_is_written_as_it_was(string text, VsockKind kind, string? path, uint cid)
    {
        VsockBackend backend = VsockBackend.Parse(text, null);
        Assert.Equal((kind, path, cid), (backend.Kind, backend.Path, backend.Cid));
        Assert.Equal(text, backend.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("unix:")]
    [InlineData("unix:a\0")]
    [InlineData("agent.sock")]
    [InlineData("vhost,cid=")]
    [InlineData("vhost,cid=-1")]
    [InlineData("vhost,cid=4294967296")]
    [InlineData("program:x")]
    public void Anything_else_is_refused_with_an_example(string text)
    {
        FormatException e = Assert.Throws<FormatException>(() => VsockBackend.Parse(text, null));
        Assert.Contains("as in 'unix:agent.sock,cid=4'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_longer_than_an_address_with_a_port_takes_is_refused()
    {
        Assert.True(VsockBackend.TryParse("unix:" + new string('a', 96), null, out _));
        Assert.False(VsockBackend.TryParse("unix:" + new string('a', 97), null, out _));
    }
}
