using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Tests.Virtio.Socket;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A guest's driver of sockets, whose packets the test writes and reads.</summary>
internal sealed class SocketDriver : FakeDriver
{
    private const ulong QueuePlace = 0x20_0000;
    private const ulong Buffers = 0x30_0000;
    private const ulong Outgoing = 0x3A_0000;
    private const int BufferSize = 0x2000;
    private const ushort Size = 16;

    private readonly VsockDevice _device;
    private readonly TestMachine _machine;
    private readonly FakeQueue _receive;
    private readonly FakeQueue _transmit;
    private int _taken;

    public SocketDriver(VsockDevice device, TestMachine machine)
        : base(new MachineMemory(machine.Memory), QueuePlace)
    {
        (_device, _machine) = (device, machine);
        Begin();
        Accept(OfferedFeatures());
        _receive = Place(0);
        _transmit = Place(1);
        Place(2);
        Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Status);
        for (uint i = 0; i < Size; i++)
        {
            _receive.Offer(Piece.Out(Buffers + (i * BufferSize), BufferSize));
        }

        Kick(0);
    }

    public override uint In(uint register) => (uint)_device.Read(register, 4);

    public override void Out(uint register, uint value) => _device.Write(register, 4, value);

    /// <summary>Sends a packet, and waits until the device has taken it.</summary>
    public async Task SendAsync(Packet packet)
    {
        packet.Length = (uint)packet.Payload.Length;
        byte[] bytes = packet.ToBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            _machine.Memory.Write(Outgoing + (uint)i, bytes[i]);
        }

        _transmit.Offer(Piece.In(Outgoing, (uint)bytes.Length));
        Kick(1);
        await Patience.UntilAsync(_machine, () => _transmit.UsedIndex == _transmit.AvailableIndex);
    }

    /// <summary>Waits for the next packet.</summary>
    public async Task<Packet> NextAsync()
    {
        await Patience.UntilAsync(_machine, () => (ushort)_taken != _receive.UsedIndex);
        (uint head, uint written) = _receive.Used(_taken++);
        byte[] bytes = new byte[written];
        for (uint i = 0; i < written; i++)
        {
            bytes[i] = _machine.Memory.Read<byte>(Buffers + (head * BufferSize) + i);
        }

        _receive.Offer((ushort)head);
        Kick(0);
        return Packet.Of(bytes);
    }

    /// <summary>The answer to a packet of the host's.</summary>
    public static Packet Answer(Packet packet, ushort operation) =>
        new() { Operation = operation, SourcePort = packet.DestinationPort, DestinationPort = packet.SourcePort };

    private FakeQueue Place(uint index)
    {
        PlaceQueue(index, Size);
        Out(MmioRegister.QueueReady, 1);
        return Queue;
    }
}
