using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using KvmSdk.Devices.Memory;
using KvmSdk.DeviceShells.Virtio;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>Debian's passt as the machine starts it, with a guest's frames made by the test.</summary>
public sealed unsafe class PasstProcessTests
{
    private const int HeaderSize = 12;
    private static readonly byte[] _station = [0x52, 0x54, 0, 0, 0, 1];
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly byte[] _memory = GC.AllocateArray<byte>(70_000, pinned: true);

    [InstalledPasstFact]
    public void It_answers_a_guest_that_asks_for_an_address_and_brings_a_connection_to_a_forwarded_port()
    {
        int hostPort = FreePort();
        using PasstPort port = new(PasstProcess.Start("Lan", [PortForward.Tcp(hostPort, 80)]));
        Assert.True(port.CanSend(0));
        Send(port, DhcpDiscover());
        byte[] offer = ReceiveUntil(port, static frame => IsUdpTo(frame, 68));
        Assert.Equal(_station, offer[..6]);

        // BOOTP's "yiaddr" is the host's own address, because the guest speaks as the host does.
        byte[] address = offer[(14 + 20 + 8 + 16)..][..4];
        Assert.NotEqual(new byte[4], address);

        using TcpClient client = new();
        Task connecting = client.ConnectAsync(IPAddress.Loopback, hostPort);
        byte[] frame = ReceiveUntil(port, static frame => IsArp(frame) || IsTcpTo(frame, 80));
        Assert.NotEmpty(frame);
        _ = connecting.ContinueWith(static task => task.Exception, TaskScheduler.Default);
    }

    [InstalledPasstFact]
    public void It_ends_with_the_connection_and_gives_its_ports_back()
    {
        int hostPort = FreePort();
        using (new PasstPort(PasstProcess.Start("Lan", [PortForward.Tcp(hostPort, 80)])))
        {
            Assert.Throws<SocketException>(() => Listen(hostPort));
        }

        Listen(hostPort);
    }

    [InstalledPasstFact]
    public void A_port_of_the_host_that_is_taken_is_told_with_passts_own_words()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        HostException e = Assert.Throws<HostException>(() => PasstProcess.Start("Lan", [PortForward.Tcp(port, 80)]));
        Assert.Equal(
            $"passt: network device 'Lan' cannot use it, for it says \"Failed to bind any port for '-t 127.0.0.1/{port}:80', exiting\"; forward another port of the host, or end the program that uses this one (ss -ltunp)",
            e.Message);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Listen(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        listener.Start();
    }

    private static bool IsArp(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0806;

    private static bool IsUdpTo(ReadOnlySpan<byte> frame, ushort port) => IsIp(frame, 17) && BinaryPrimitives.ReadUInt16BigEndian(frame[(14 + 20 + 2)..]) == port;

    private static bool IsTcpTo(ReadOnlySpan<byte> frame, ushort port) => IsIp(frame, 6) && BinaryPrimitives.ReadUInt16BigEndian(frame[(14 + 20 + 2)..]) == port;

    private static bool IsIp(ReadOnlySpan<byte> frame, byte protocol) =>
        frame.Length >= 14 + 20 + 8 && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == 0x0800 && frame[14] == 0x45 && frame[14 + 9] == protocol;

    // RFC 2131: a broadcast from nobody, which asks for an address.
    private static byte[] DhcpDiscover()
    {
        byte[] message = new byte[240 + 60];
        message[0] = 1; // BOOTREQUEST
        message[1] = 1; // Ethernet
        message[2] = 6;
        message[7] = 1; // the transaction
        _station.CopyTo(message, 28);
        ((byte[])[0x63, 0x82, 0x53, 0x63, 53, 1, 1, 255]).CopyTo(message, 236);

        byte[] udp = new byte[8 + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(udp, 68);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(2), 67);
        BinaryPrimitives.WriteUInt16BigEndian(udp.AsSpan(4), (ushort)udp.Length);
        message.CopyTo(udp, 8);

        byte[] ip = new byte[20 + udp.Length];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)ip.Length);
        ip[8] = 64;
        ip[9] = 17;
        ip.AsSpan(16, 4).Fill(0xFF);
        uint sum = 0;
        for (int i = 0; i < 20; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(ip.AsSpan(i));
        }

        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), (ushort)~((sum & 0xFFFF) + (sum >> 16)));
        udp.CopyTo(ip, 20);
        return [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. _station, 0x08, 0x00, .. ip];
    }

    private void Send(PasstPort port, byte[] frame)
    {
        frame.CopyTo(_memory, HeaderSize);
        _memory.AsSpan(0, HeaderSize).Clear();
        Assert.True(port.Send(0, [Piece(0, HeaderSize), Piece(HeaderSize, frame.Length)]));
    }

    private byte[] ReceiveUntil(PasstPort port, Func<byte[], bool> isWanted)
    {
        DateTime end = DateTime.UtcNow + _patience;
        while (DateTime.UtcNow < end)
        {
            Assert.False(port.IsLost, "passt has ended");
            int count = port.Receive(0, [Piece(0, _memory.Length)]);
            if (count == 0)
            {
                Thread.Sleep(5);
                port.Handler(new Nobody()).OnEvents(Interop.Libc.EPOLLIN);
            }
            else if (_memory[HeaderSize..count] is var frame && isWanted(frame))
            {
                return frame;
            }
        }

        throw new TimeoutException("passt sent no such frame");
    }

    // SAFETY: the array is pinned, and lives as long as the test.
    private IoVector Piece(int start, int length) => new((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, start), (nuint)length);

    private sealed class Nobody : INetPortUser
    {
        public void OnFrames(int pair)
        {
        }

        public void OnRoom(int pair)
        {
        }

        public void OnBroken()
        {
        }

        public void OnLoss()
        {
        }

        public void OnUnplugged()
        {
        }
    }
}

/// <summary>A test that needs passt, and a host that it can speak for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InstalledPasstFactAttribute : FactAttribute
{
    public InstalledPasstFactAttribute()
    {
        Skip = !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static directory => File.Exists(Path.Combine(directory, "passt"))) ? "needs passt: apt-get install passt"
            : !File.ReadLines("/proc/net/route").Skip(1).Any(static line => line.Split('\t') is [_, "00000000", ..]) ? "needs a default route, without which passt does not start"
            : null;
    }
}
