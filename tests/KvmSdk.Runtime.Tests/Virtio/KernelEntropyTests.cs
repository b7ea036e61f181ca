using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

public class KernelEntropyTests
{
    [Fact]
    public void Every_byte_is_filled_and_no_two_fills_are_alike()
    {
        // More than getrandom(2) promises to give at once. A byte of 64 KiB that is never written stays 0 in both fills.
        byte[] first = new byte[64 * 1024];
        byte[] second = new byte[64 * 1024];
        Assert.True(default(KernelEntropy).TryFill(first));
        Assert.True(default(KernelEntropy).TryFill(second));
        Assert.NotEqual(first, second);
        Assert.DoesNotContain(Enumerable.Range(0, first.Length / 16), i => first.AsSpan(i * 16, 16).IndexOfAnyExcept((byte)0) < 0);
        Assert.DoesNotContain(Enumerable.Range(0, first.Length / 16), i => second.AsSpan(i * 16, 16).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Nothing_is_filled_without_asking() => Assert.True(default(KernelEntropy).TryFill([]));

    [Fact]
    public void Only_what_was_lent_is_written()
    {
        byte[] bytes = new byte[48];
        Assert.True(default(KernelEntropy).TryFill(bytes.AsSpan(16, 16)));
        Assert.Equal(-1, bytes.AsSpan(0, 16).IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, bytes.AsSpan(32, 16).IndexOfAnyExcept((byte)0));
    }
}
