using System.Runtime.InteropServices;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

/// <summary>A packet as it lies in guest memory, written from the specification.</summary>
internal record struct Packet
{
    /// <summary>What stands in a packet unless it says otherwise.</summary>
    public const uint AnyCid = 7, AnyGuestPort = 5000, AnyHostPort = 1024;

    public const ushort Request = 1, Response = 2, Reset = 3, Shutdown = 4, Data = 5, CreditUpdate = 6, CreditRequest = 7;

    public Packet()
    {
    }

    public ulong SourceCid { get; set; } = AnyCid;

    public ulong DestinationCid { get; set; } = 2;

    public uint SourcePort { get; set; } = AnyGuestPort;

    public uint DestinationPort { get; set; } = AnyHostPort;

    public uint Length { get; set; }

    public ushort Type { get; set; } = 1;

    public ushort Operation { get; set; }

    public uint Flags { get; set; }

    public uint BufferSize { get; set; } = 0x4_0000;

    public uint Forwarded { get; set; }

    public byte[] Payload { get; set; } = [];

    public readonly byte[] ToBytes()
    {
        byte[] bytes = new byte[44 + Payload.Length];
        MemoryMarshal.Write(bytes, SourceCid);
        MemoryMarshal.Write(bytes.AsSpan(8), DestinationCid);
        MemoryMarshal.Write(bytes.AsSpan(16), SourcePort);
        MemoryMarshal.Write(bytes.AsSpan(20), DestinationPort);
        MemoryMarshal.Write(bytes.AsSpan(24), Length);
        MemoryMarshal.Write(bytes.AsSpan(28), Type);
        MemoryMarshal.Write(bytes.AsSpan(30), Operation);
        MemoryMarshal.Write(bytes.AsSpan(32), Flags);
        MemoryMarshal.Write(bytes.AsSpan(36), BufferSize);
        MemoryMarshal.Write(bytes.AsSpan(40), Forwarded);
        Payload.CopyTo(bytes, 44);
        return bytes;
    }

    public static Packet Of(ReadOnlySpan<byte> bytes) => new()
    {
        SourceCid = MemoryMarshal.Read<ulong>(bytes),
        DestinationCid = MemoryMarshal.Read<ulong>(bytes[8..]),
        SourcePort = MemoryMarshal.Read<uint>(bytes[16..]),
        DestinationPort = MemoryMarshal.Read<uint>(bytes[20..]),
        Length = MemoryMarshal.Read<uint>(bytes[24..]),
        Type = MemoryMarshal.Read<ushort>(bytes[28..]),
        Operation = MemoryMarshal.Read<ushort>(bytes[30..]),
        Flags = MemoryMarshal.Read<uint>(bytes[32..]),
        BufferSize = MemoryMarshal.Read<uint>(bytes[36..]),
        Forwarded = MemoryMarshal.Read<uint>(bytes[40..]),
        Payload = bytes[44..].ToArray(),
    };
}
