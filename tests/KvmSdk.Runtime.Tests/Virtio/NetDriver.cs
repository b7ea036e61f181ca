using KvmSdk.Devices.Tests.Virtio;
using KvmSdk.Devices.Virtio.Mmio;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A guest's driver of a network device, in the test's hands, at work before the guest is.</summary>
internal sealed class NetDriver : FakeDriver
{
    private const ulong QueuePlace = 0x20_0000;

    private readonly NetDevice _device;

    private NetDriver(NetDevice device, GuestMemory memory)
        : base(new MachineMemory(memory), QueuePlace)
    {
        _device = device;
        Begin();
        Accept(OfferedFeatures());
        Receive = Place(0);
        Transmit = Place(1);
        Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Status);
    }

    public FakeQueue Receive { get; }

    public FakeQueue Transmit { get; }

    /// <summary>Starts a machine with the device, and its driver.</summary>
    /// <param name="connect">What the device is connected to.</param>
    public static async Task<(TestMachine Machine, NetDevice Device, NetDriver Driver)> StartAsync(Func<NetPort?> connect)
    {
        NetDevice? device = null;
        NetDriver? driver = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            DeviceWrite = (offset, width, value) => device!.Write(offset, width, value),
            Prepare = host =>
            {
                device = new(host, "Lan", TestVm.DeviceWindow, 5, "52:54:00:00:00:01", 0, 256, connect);
                driver = new(device, host.Memory);
            },
        };
        return (await vm.StartAsync(), device!, driver!);
    }

    public override uint In(uint register) => (uint)_device.Read(register, 4);

    public override void Out(uint register, uint value) => _device.Write(register, 4, value);

    private FakeQueue Place(uint index)
    {
        PlaceQueue(index, 16);
        Out(MmioRegister.QueueReady, 1);
        return Queue;
    }
}
