using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A guest's driver of a console device in a running machine, in the test's hands.</summary>
internal sealed class ConsoleDriver : FakeDriver
{
    public const ulong Window = TestVm.DeviceWindow;
    public const ulong Data = 0x30_0000;
    private const ulong QueuePlace = 0x20_0000;

    private readonly IBusDevice _device;
    private readonly GuestMemory _memory;
    private readonly FakeQueue[] _queues;

    /// <summary>Sets the device up with so many queues.</summary>
    public ConsoleDriver(IBusDevice device, GuestMemory memory, int queues)
        : base(new MachineMemory(memory), QueuePlace)
    {
        _device = device;
        _memory = memory;
        Begin();
        Accept(OfferedFeatures());
        _queues = [.. Enumerable.Range(0, queues).Select(Place)];
        Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Status);
    }

    public FakeQueue this[int queue] => _queues[queue];

    public override uint In(uint register) => (uint)_device.Read(register, 4);

    public override void Out(uint register, uint value) => _device.Write(register, 4, value);

    /// <summary>Sends a text, from a place in memory of its own.</summary>
    public void Send(int queue, ReadOnlySpan<byte> bytes, uint at = 0)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _memory.Write(Data + at + (uint)i, bytes[i]);
        }

        _queues[queue].Offer(Piece.In(Data + at, (uint)bytes.Length));
        Kick((uint)queue);
    }

    /// <summary>Opens a named port as a program of the guest's does.</summary>
    public void Open(uint id, bool isOpen) => Send(3, [(byte)id, 0, 0, 0, 6, 0, isOpen ? (byte)1 : (byte)0, 0], 0x8000);

    private FakeQueue Place(int index)
    {
        PlaceQueue((uint)index, 16);
        Out(MmioRegister.QueueReady, 1);
        return Queue;
    }
}
