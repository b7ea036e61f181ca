using HelloLinux;

namespace KvmSdk.EndToEnd.Tests.HelloLinux;

public sealed class ModuleOrderTests
{
    private static readonly string[] _dependencies =
    [
        "kernel/drivers/virtio/virtio_ring.ko:",
        "kernel/drivers/virtio/virtio.ko: kernel/drivers/virtio/virtio_ring.ko",
        "kernel/drivers/virtio/virtio_mmio.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko",
        "kernel/drivers/block/virtio_blk.ko.xz: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko",
        "kernel/drivers/char/hw_random/virtio-rng.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko",
        "",
    ];

    private static ModuleOrder Order { get; } = new(_dependencies, ["kernel/drivers/char/hw_random/rng-core.ko"]);

    [Fact]
    public void A_module_comes_after_all_that_it_needs_and_each_comes_once() =>
        Assert.Equal(
            [
                "kernel/drivers/virtio/virtio_ring.ko",
                "kernel/drivers/virtio/virtio.ko",
                "kernel/drivers/virtio/virtio_mmio.ko",
                "kernel/drivers/block/virtio_blk.ko.xz",
                "kernel/drivers/char/hw_random/virtio-rng.ko",
            ],
            Order.Of("virtio_mmio", "virtio_blk", "virtio_rng", "virtio-mmio"));

    [Fact]
    public void A_module_that_is_built_in_needs_no_file() => Assert.Empty(Order.Of("rng_core"));

    [Fact]
    public void A_module_that_the_kernel_lacks_is_named() =>
        Assert.Contains("warp_drive", Assert.Throws<HostException>(() => Order.Of("virtio", "warp-drive")).Message, StringComparison.Ordinal);
}
