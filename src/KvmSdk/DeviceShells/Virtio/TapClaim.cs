// Why: a tap with one queue has one user, and the kernel says so. One with several takes a queue more from anybody who may use it, and the frames of two
// machines would be mixed. The name of an abstract socket belongs to a network namespace, as the tap does, and goes with its program.

using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>A program's claim to a tap with several queues, as long as it lives.</summary>
internal sealed class TapClaim : IDisposable
{
    private readonly Descriptor _socket = new(Libc.socket(Libc.AF_UNIX, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0));

    /// <summary>Claims a tap.</summary>
    /// <param name="tap">Its name.</param>
    /// <exception cref="HostException">Another program, or another device of this one, has claimed it.</exception>
    public unsafe TapClaim(string tap)
    {
        sockaddr_un address = new() { sun_family = Libc.AF_UNIX };

        // The first byte is 0: the name is no path.
        int length = 1 + Encoding.UTF8.GetBytes($"kvmsdk/tap/{tap}", address.sun_path[1..]);

        // SAFETY: the kernel reads the one local structure. Without sockets there is no claim, and nobody to claim against.
        int result = Libc.bind(_socket.Number, &address, (uint)(sizeof(ushort) + length));
        if (result < 0 && Libc.errno == Errno.EADDRINUSE)
        {
            Dispose();
            throw new HostException($"tap '{tap}'", "another program uses it", "end that program, or use another tap");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
