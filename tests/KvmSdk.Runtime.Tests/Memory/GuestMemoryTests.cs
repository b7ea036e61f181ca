using KvmSdk.Memory;
using KvmSdk.Model.Layout;

namespace KvmSdk.Runtime.Tests.Memory;

public sealed class GuestMemoryTests : IAsyncLifetime
{
    private const ulong LowEnd = X86Layout.HoleBase;
    private const ulong HighEnd = X86Layout.HighMemoryBase + (1024UL << 20);

    private readonly GuestMemory _memory = new(RamLayout.Split(4096));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _memory.CloseAsync();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(LowEnd - 1, 1)]
    [InlineData(LowEnd - 100, 100)]
    [InlineData(X86Layout.HighMemoryBase, 1)]
    [InlineData(HighEnd - 1, 1)]
    [InlineData(HighEnd - 64, 64)]
    [InlineData(0, 0)]
    public void Ram_is_accessible_to_its_last_byte(ulong address, int length)
    {
        byte[] written = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
        byte[] read = new byte[length];
        _memory.Write(address, written);
        _memory.Read(address, read);
        Assert.Equal(written, read);
    }

    [Theory]
    [InlineData(LowEnd, 1)]
    [InlineData(LowEnd - 1, 2)]
    [InlineData(LowEnd - 8, 9)]
    [InlineData(X86Layout.HighMemoryBase - 1, 1)]
    [InlineData(X86Layout.HighMemoryBase - 1, 2)]
    [InlineData(HighEnd, 1)]
    [InlineData(HighEnd - 1, 2)]
    [InlineData(ulong.MaxValue, 1)]
    [InlineData(ulong.MaxValue, int.MaxValue)]
    [InlineData(ulong.MaxValue - 7, 8)]
    [InlineData(ulong.MaxValue - LowEnd, 64)]
    public void What_is_not_ram_to_the_last_byte_is_refused_without_overflow(ulong address, int length)
    {
        Assert.False(_memory.TryTranslate(address, (ulong)length, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => _memory.Access(address, length, 0, static (_, _) => { }));
    }

    [Fact]
    public void The_two_ranges_do_not_overlap_in_the_host()
    {
        _memory.Write(LowEnd - 8, 0x1111_1111_1111_1111UL);
        _memory.Write(X86Layout.HighMemoryBase, 0x2222_2222_2222_2222UL);
        Assert.Equal(0x1111_1111_1111_1111UL, _memory.Read<ulong>(LowEnd - 8));
        Assert.Equal(0x2222_2222_2222_2222UL, _memory.Read<ulong>(X86Layout.HighMemoryBase));
    }

    [Fact]
    public void An_access_works_in_place()
    {
        _memory.Access(0x1000, 4, 0x04030201, static (bytes, value) => BitConverter.TryWriteBytes(bytes, value));
        Assert.Equal(0x04030201, _memory.Read<int>(0x1000));
    }

    [Fact]
    public void A_span_can_be_passed_to_an_access()
    {
        Span<byte> source = [1, 2, 3];
        _memory.Access(0x1000, 3, source, static (bytes, state) => state.CopyTo(bytes));
        Assert.Equal(3, _memory.Read<byte>(0x1002));
    }

    [Fact]
    public async Task Closing_waits_for_the_access_under_way_and_refuses_the_next()
    {
        GuestMemory memory = new(RamLayout.Split(16));
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        Task<byte> access = Task.Factory.StartNew(
            () =>
            {
                byte seen = 0;
                memory.Access(0x1000, 1, 0, (bytes, _) =>
                {
                    inside.Set();
                    leave.Wait();

                    // The memory is closed by now, and still mapped.
                    bytes[0]++;
                    seen = bytes[0];
                });
                return seen;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        inside.Wait();
        Task closing = memory.CloseAsync();
        Assert.Throws<ObjectDisposedException>(() => memory.Read<byte>(0x1000));
        Assert.False(closing.IsCompleted);
        leave.Set();
        Assert.Equal(1, await access);
        await closing.WaitAsync(Support.Patience.Limit);
    }

    [Fact]
    public async Task After_closing_every_access_says_that_the_machine_is_disposed()
    {
        GuestMemory memory = new(RamLayout.Split(16));
        await memory.CloseAsync();
        Assert.Contains("disposed", Assert.Throws<ObjectDisposedException>(() => memory.Read<int>(0)).Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => memory.Write(0, 1));
        Assert.Throws<ObjectDisposedException>(() => memory.Read(0, new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => memory.Write(0, new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => memory.Access(0, 1, 0, static (_, _) => { }));
        Assert.Throws<ObjectDisposedException>(() => memory.Borrow());
    }

    [Fact]
    public void Memory_that_the_host_cannot_map_is_refused_with_a_remedy()
    {
        HostException e = Assert.Throws<HostException>(() => new MemoryMapping(1UL << 62));
        Assert.Equal("mmap of 4398046511104 MiB of guest memory", e.Where);
        Assert.Contains("ENOMEM", e.What, StringComparison.Ordinal);
        Assert.Contains("--memory", e.Remedy, StringComparison.Ordinal);
    }
}
