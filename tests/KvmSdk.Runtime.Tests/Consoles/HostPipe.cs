using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Consoles;

/// <summary>A pipe of the host, whose ends a test holds by number.</summary>
internal sealed unsafe class HostPipe : IDisposable
{
    private readonly Descriptor _read;
    private readonly Descriptor _write;

    public HostPipe()
    {
        int* ends = stackalloc int[2];
        Assert.Equal(0, Libc.pipe2(ends, Libc.O_CLOEXEC));
        _read = new Descriptor(ends[0]);
        _write = new Descriptor(ends[1]);
    }

    public int ReadEnd => _read.Number;

    public int WriteEnd => _write.Number;

    public int Capacity => Libc.fcntl(WriteEnd, Libc.F_GETPIPE_SZ, 0);

    public void CloseReadEnd() => _read.Dispose();

    public void CloseWriteEnd() => _write.Dispose();

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    /// <summary>Reads what is there, waiting for the first byte; empty at the end.</summary>
    public byte[] Read(int most) => HostIo.Read(ReadEnd, most);

    /// <summary>Reads exactly so many bytes, waiting for them.</summary>
    public byte[] ReadExactly(int count)
    {
        List<byte> bytes = [];
        while (bytes.Count < count)
        {
            byte[] some = Read(count - bytes.Count);
            Assert.NotEmpty(some);
            bytes.AddRange(some);
        }

        return [.. bytes];
    }

    public void Write(ReadOnlySpan<byte> bytes) => HostIo.Write(WriteEnd, bytes);

    /// <summary>Fills the pipe without waiting; returns how many bytes that took.</summary>
    public int Fill()
    {
        int filled = 0;
        byte[] block = new byte[4096];
        pollfd state = new() { fd = WriteEnd, events = Libc.POLLOUT };
        while (Libc.poll(&state, 1, 0) == 1)
        {
            Write(block);
            filled += block.Length;
        }

        return filled;
    }
}

internal static unsafe class HostIo
{
    public static byte[] Read(int descriptor, int most)
    {
        byte[] bytes = new byte[most];
        fixed (byte* start = bytes)
        {
            nint length = Libc.read(descriptor, start, (nuint)most);
            Assert.True(length >= 0, Libc.errno.ToString());
            return bytes[..(int)length];
        }
    }

    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            Assert.Equal(bytes.Length, Libc.write(descriptor, start, (nuint)bytes.Length));
        }
    }
}
