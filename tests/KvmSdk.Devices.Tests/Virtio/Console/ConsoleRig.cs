using System.Runtime.InteropServices;
using System.Text;
using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio.Console;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio.Console;

/// <summary>A console device with a guest's driver on one side and consoles on the other, both in the test's hands.</summary>
internal sealed class ConsoleRig : IDisposable
{
    public const ulong Data = GuestRam.LowBase + 0x1_0000;
    public const ushort DeviceReady = 0, PortAdd = 1, PortReady = 3, PortOpen = 6, PortName = 7;

    // Thirty ports have 64 queues: smaller ones than usual lie closer together.
    private const ulong QueuePlace = GuestRam.LowBase;

    private readonly FakeQueue[] _queues;
    private int _controlRead;

    public ConsoleRig(string[]? names = null, ulong accept = ulong.MaxValue, ushort size = 16)
    {
        FakeConsoles.Backend backend = new(Consoles);
        Driver = new(names is null ? new ConsoleDevice<FakeConsoles.Backend>(backend) : new ConsoleDevice<FakeConsoles.Backend>(backend, names));
        _queues = new FakeQueue[Device.QueueCount];
        Start(accept, size);
    }

    public FakeConsoles Consoles { get; } = new();

    public FakeDriver<ConsoleDevice<FakeConsoles.Backend>> Driver { get; }

    public ConsoleDevice<FakeConsoles.Backend> Device => Driver.Device;

    public GuestRam Ram => Driver.Ram;

    public FakeQueue this[int queue] => _queues[queue];

    public void Start(ulong accept, ushort size)
    {
        Driver.Begin();

        // A driver makes its queues anew; what the last one left would be offered again.
        Ram.Low[..0x1_0000].Clear();
        Driver.Accept(Driver.OfferedFeatures() & accept);
        for (int i = 0; i < _queues.Length; i++)
        {
            FakeQueue queue = _queues[i] = new(Ram, QueuePlace + ((uint)i * 0x400), size);
            Driver.Out(MmioRegister.QueueSelect, (uint)i);
            Driver.Out(MmioRegister.QueueSize, size);
            Driver.Out(MmioRegister.QueueDescriptorsLow, (uint)queue.Descriptors);
            Driver.Out(MmioRegister.QueueDescriptorsHigh, 0);
            Driver.Out(MmioRegister.QueueDriverLow, (uint)queue.Driver);
            Driver.Out(MmioRegister.QueueDriverHigh, 0);
            Driver.Out(MmioRegister.QueueDeviceLow, (uint)queue.Device);
            Driver.Out(MmioRegister.QueueDeviceHigh, 0);
            Driver.Out(MmioRegister.QueueReady, 1);
        }

        _controlRead = 0;
        Driver.Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Driver.Status);
    }

    /// <summary>Sends bytes that lie in guest memory from <see cref="Data"/> on, cut where the test says.</summary>
    public void Send(int queue, byte[] bytes, params int[] cuts)
    {
        bytes.CopyTo(Ram.Span(Data, bytes.Length));
        List<Piece> pieces = [];
        int at = 0;
        foreach (int cut in cuts.Append(bytes.Length))
        {
            pieces.Add(Piece.In(Data + (uint)at, (uint)(cut - at)));
            at = cut;
        }

        _queues[queue].Offer(CollectionsMarshal.AsSpan(pieces));
        Driver.Kick((uint)queue);
    }

    /// <summary>Sends a control message.</summary>
    public void Say(uint id, ushort happening, ushort value)
    {
        byte[] message = new byte[8];
        MemoryMarshal.Write(message, id);
        MemoryMarshal.Write(message.AsSpan(4), happening);
        MemoryMarshal.Write(message.AsSpan(6), value);
        Send(3, message);
    }

    /// <summary>Gives the device buffers for control messages, <paramref name="length"/> bytes each.</summary>
    public void OfferControl(int count, uint length = 256)
    {
        for (int i = 0; i < count; i++) _queues[2].Offer(Piece.Out(Data + 0x8000 + ((uint)(_queues[2].AvailableIndex % 64) * 0x100), length));
        Driver.Kick(2);
    }

    /// <summary>The control messages that came since the last time.</summary>
    public IEnumerable<(uint Id, ushort Event, ushort Value, string Name)> Heard()
    {
        for (; _controlRead < _queues[2].UsedIndex; _controlRead++)
        {
            (uint _, uint written) = _queues[2].Used(_controlRead);
            ReadOnlySpan<byte> message = Ram.Span(Data + 0x8000 + ((uint)(_controlRead % 64) * 0x100), (int)written);
            yield return (
                MemoryMarshal.Read<uint>(message), MemoryMarshal.Read<ushort>(message[4..]), MemoryMarshal.Read<ushort>(message[6..]), Encoding.ASCII.GetString(message[8..]));
        }
    }

    /// <summary>What a driver says until a port can be used.</summary>
    public void OpenAll(int ports)
    {
        OfferControl(8);
        Say(uint.MaxValue, DeviceReady, 1);
        for (uint id = 1; id <= ports; id++)
        {
            Say(id, PortReady, 1);
            Say(id, PortOpen, 1);
            OfferControl(3);
        }
    }

    public void Dispose() => Driver.Dispose();
}
