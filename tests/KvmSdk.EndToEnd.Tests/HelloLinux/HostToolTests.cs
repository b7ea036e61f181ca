using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class HostToolTests
{
    private static readonly HostTool[] _needed = [new("qemu-system-x86", "qemu-system-x86_64"), new("cpio", "cpio"), new("clang", "clang", "gcc")];

    [Theory]
    [InlineData("qemu-system-x86_64 cpio clang", "")]
    [InlineData("qemu-system-x86_64 cpio gcc", "")]
    [InlineData("cpio gcc", "qemu-system-x86_64")]
    [InlineData("", "qemu-system-x86_64, cpio, clang")]
    public void A_tool_is_missing_if_none_of_its_names_is_found(string found, string missing) =>
        Assert.Equal(missing, HostTool.NamesOf(HostTool.MissingOf(_needed, found.Split(' ').Contains)));
}
