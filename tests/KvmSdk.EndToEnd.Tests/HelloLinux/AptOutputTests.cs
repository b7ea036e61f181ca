using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class AptOutputTests
{
    [Theory]
    [InlineData("linux-image-cloud-amd64\n  Depends: linux-image-6.1.0-56-cloud-amd64\n", "linux-image-6.1.0-56-cloud-amd64")]
    [InlineData("linux-image-cloud-amd64\n  PreDepends: dpkg\n  Depends: libc6\n |Depends: linux-image-6.12.9+deb13-cloud-amd64\n", "linux-image-6.12.9+deb13-cloud-amd64")]
    [InlineData("linux-image-cloud-amd64\n  Depends: linux-image-amd64\n  Depends: linux-image-7.0.1-1-cloud-amd64\n", "linux-image-7.0.1-1-cloud-amd64")]
    [InlineData("linux-image-cloud-amd64\n  Depends: linux-image-\n", null)]
    [InlineData("linux-image-cloud-amd64\n  Suggests: linux-image-6.1.0-56-cloud-amd64\n", null)]
    [InlineData("", null)]
    public void The_kernel_is_the_versioned_package_that_the_metapackage_depends_on(string depends, string? kernel) =>
        Assert.Equal(kernel, AptOutput.KernelIn(depends));

    [Theory]
    [InlineData("dlstatus:1:0.0000:Retrieving file 1 of 2", 0)]
    [InlineData("dlstatus:2:40.5123:Retrieving file 2 of 2 (3s remaining)", 40)]
    [InlineData("dlstatus:2:100:", 100)]
    [InlineData("dlstatus:2:170.1:more than there is", 100)]
    [InlineData("pmstatus:busybox:40.5:Unpacking", null)]
    [InlineData("dlstatus:1:some", null)]
    [InlineData("Get:1 http://example.org 40.5", null)]
    [InlineData("", null)]
    public void Progress_is_read_from_the_status_channel_and_from_nothing_else(string line, int? percent) =>
        Assert.Equal(percent, AptOutput.PercentIn(line));
}
