using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A pair of sockets that keep packets apart, as a tap and its other end do: the port, and the test's end.</summary>
internal sealed unsafe class PacketPair : IDisposable
{
    private readonly Descriptor _end;

    public PacketPair()
    {
        int* pair = stackalloc int[2];

        // SAFETY: the kernel writes two locals.
        Assert.Equal(0, Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_SEQPACKET | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC, 0, pair));
        Port = new TapPort(new Descriptor(pair[0]));
        _end = new Descriptor(pair[1]);
    }

    public TapPort Port { get; }

    public void Send(byte[] frame)
    {
        fixed (byte* bytes = frame)
        {
            Assert.Equal(frame.Length, Libc.write(_end.Number, bytes, (nuint)frame.Length));
        }
    }

    /// <summary>The next packet that the port sent; null if there is none.</summary>
    public byte[]? TryReceive()
    {
        byte[] buffer = new byte[70_000];
        fixed (byte* bytes = buffer)
        {
            nint count = Libc.read(_end.Number, bytes, (nuint)buffer.Length);
            return count < 0 ? null : buffer[..(int)count];
        }
    }

    /// <summary>What the deletion of a tap comes to.</summary>
    public void Cut() => _end.Dispose();

    public void Dispose()
    {
        _end.Dispose();
        Port.Dispose();
    }
}
