using System.Buffers.Binary;

namespace KvmSdk.DeviceMonitor.Net;

/// <summary>A host in a few lines at the other end of a guest's cable: <c>10.0.2.1</c>, which answers ARP (RFC 826) and pings (RFC 792).</summary>
/// <param name="stream">The cable's end, owned by this.</param>
internal sealed class PingResponder(FrameStream stream)
{
    private const int SourceMac = 6;
    private const int EtherType = 12;
    private const int Payload = 14;
    private const ushort Arp = 0x0806;
    private const ushort Ipv4 = 0x0800;
    private const byte Icmp = 1;
    private const byte EchoRequest = 8;

    private static ReadOnlySpan<byte> Address => [10, 0, 2, 1];

    private static ReadOnlySpan<byte> Mac => [0x52, 0x54, 0, 0, 0, 0xFE];

    /// <summary>Answers until the machine ends.</summary>
    public void Run()
    {
        byte[] buffer = new byte[FrameStream.LongestFrame];
        using (stream)
        {
            for (int length = stream.Read(buffer); length > 0; length = stream.Read(buffer))
            {
                Span<byte> frame = buffer.AsSpan(0, length);
                if (TryAnswer(frame))
                {
                    stream.Write(frame);
                }
            }
        }
    }

    private static bool TryAnswer(Span<byte> frame)
    {
        bool isAnswer = BinaryPrimitives.ReadUInt16BigEndian(frame[EtherType..]) switch
        {
            Arp when frame.Length >= Payload + 28 => TryAnswerArp(frame[Payload..]),
            Ipv4 when frame.Length >= Payload + 28 => TryAnswerPing(frame[Payload..]),
            _ => false,
        };
        if (isAnswer)
        {
            frame[SourceMac..EtherType].CopyTo(frame);
            Mac.CopyTo(frame[SourceMac..]);
        }

        return isAnswer;
    }

    // Operation at 6, sender's MAC at 8 and address at 14, target's at 18 and 24.
    private static bool TryAnswerArp(Span<byte> packet)
    {
        if (packet[7] != 1 || !packet[24..28].SequenceEqual(Address))
        {
            return false;
        }

        packet[7] = 2;
        packet[8..18].CopyTo(packet[18..]);
        Mac.CopyTo(packet[8..]);
        Address.CopyTo(packet[14..]);
        return true;
    }

    // No options: protocol at 9, source at 12, destination at 16; the message's type at 20, its checksum at 22.
    private static bool TryAnswerPing(Span<byte> packet)
    {
        if (packet[0] != 0x45 || packet[9] != Icmp || packet[20] != EchoRequest || !packet[16..20].SequenceEqual(Address))
        {
            return false;
        }

        packet[12..16].CopyTo(packet[16..]);
        Address.CopyTo(packet[12..]);
        packet[20] = 0;
        int sum = BinaryPrimitives.ReadUInt16BigEndian(packet[22..]) + (EchoRequest << 8);
        BinaryPrimitives.WriteUInt16BigEndian(packet[22..], (ushort)(sum + (sum >> 16)));
        return true;
    }
}
