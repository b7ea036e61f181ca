using KvmSdk.Devices.Tests.Memory;
using KvmSdk.Devices.Virtio;
using KvmSdk.Devices.Virtio.Mmio;

namespace KvmSdk.Devices.Tests.Virtio;

/// <summary>
/// A guest's driver for one device over MMIO: it knows nothing but registers, memory and interrupts. <see cref="Setup"/> goes the
/// way of the specification (section 3.1); the parts are there for tests that go another way.
/// </summary>
/// <param name="memory">The guest's RAM.</param>
/// <param name="queuePlace">Where the queues go, 0x2000 bytes each.</param>
internal abstract class FakeDriver(IFakeMemory memory, ulong queuePlace)
{
    public FakeQueue Queue { get; private set; } = null!;

    public uint Status => In(MmioRegister.Status);

    public abstract uint In(uint register);

    public abstract void Out(uint register, uint value);

    /// <summary>All steps; afterwards the device runs with its first queue in <see cref="Queue"/>.</summary>
    public void Setup(ushort size = 16, ulong accept = ulong.MaxValue)
    {
        Begin();
        Accept(OfferedFeatures() & accept);
        PlaceQueue(0, size);
        Out(MmioRegister.QueueReady, 1);
        Out(MmioRegister.Status, 15);
        Assert.Equal(15u, Status);
    }

    public void Begin()
    {
        Out(MmioRegister.Status, 0);
        Out(MmioRegister.Status, VirtioStatus.Acknowledge);
        Out(MmioRegister.Status, VirtioStatus.Acknowledge | VirtioStatus.Driver);
    }

    public ulong OfferedFeatures()
    {
        Out(MmioRegister.DeviceFeaturesSelect, 1);
        ulong high = In(MmioRegister.DeviceFeatures);
        Out(MmioRegister.DeviceFeaturesSelect, 0);
        return (high << 32) | In(MmioRegister.DeviceFeatures);
    }

    public void Accept(ulong features)
    {
        Out(MmioRegister.DriverFeaturesSelect, 1);
        Out(MmioRegister.DriverFeatures, (uint)(features >> 32));
        Out(MmioRegister.DriverFeaturesSelect, 0);
        Out(MmioRegister.DriverFeatures, (uint)features);
        Out(MmioRegister.Status, 11);
    }

    public void PlaceQueue(uint index, ushort size)
    {
        Queue = new(memory, queuePlace + (index * 0x2000), size);
        Out(MmioRegister.QueueSelect, index);
        Out(MmioRegister.QueueSize, size);
        Out(MmioRegister.QueueDescriptorsLow, (uint)Queue.Descriptors);
        Out(MmioRegister.QueueDescriptorsHigh, (uint)(Queue.Descriptors >> 32));
        Out(MmioRegister.QueueDriverLow, (uint)Queue.Driver);
        Out(MmioRegister.QueueDriverHigh, (uint)(Queue.Driver >> 32));
        Out(MmioRegister.QueueDeviceLow, (uint)Queue.Device);
        Out(MmioRegister.QueueDeviceHigh, (uint)(Queue.Device >> 32));
    }

    public void Kick(uint queue = 0) => Out(MmioRegister.QueueNotify, queue);

    /// <summary>Waits for the device to finish what it left to its thread.</summary>
    /// <param name="isDone">Whether it has.</param>
    public virtual void Settle(Func<bool> isDone) => Assert.True(SpinWait.SpinUntil(isDone, TimeSpan.FromMinutes(2)), "the device left a request undone");

    /// <summary>What an interrupt handler does: reads why, acknowledges it, returns it.</summary>
    public uint HandleInterrupt()
    {
        uint cause = In(MmioRegister.InterruptStatus);
        Out(MmioRegister.InterruptAcknowledge, cause);
        return cause;
    }
}

/// <summary>The driver of a device that stands alone: a transport, RAM and an interrupt line around it, and no machine.</summary>
internal sealed class FakeDriver<TDevice> : FakeDriver, IDisposable
    where TDevice : IVirtioDevice
{
    public const ulong QueuePlace = GuestRam.LowBase;
    public const ulong Data = GuestRam.LowBase + 0x1_0000;
    public const ulong Table = GuestRam.LowBase + 0x8000;

    public FakeDriver(TDevice device)
        : this(device, new())
    {
    }

    /// <summary>The driver of a device that knows the RAM itself.</summary>
    public FakeDriver(TDevice device, GuestRam ram)
        : base(ram, QueuePlace)
    {
        Ram = ram;
        Transport = new(device, new CountingInterrupt(Interrupt), ram.Map, Page);
    }

    public GuestRam Ram { get; }

    /// <summary>What a guest reads without asking the transport.</summary>
    public MmioRegisterPage Page { get; } = new();

    public InterruptRecorder Interrupt { get; } = new();

    public MmioTransport<TDevice, CountingInterrupt> Transport { get; }

    public TDevice Device => Transport.Device;

    public override uint In(uint register) => (uint)Transport.Read(register, 4);

    public override void Out(uint register, uint value) => Transport.Write(register, 4, value);

    /// <summary>What an asynchronous disk does besides.</summary>
    public Action? AfterSettling { get; set; }

    public override void Settle(Func<bool> isDone) => Settle();

    /// <summary>Does what the device left, as its thread would.</summary>
    public void Settle()
    {
        while (Transport.HasUnfinishedWork) Transport.Continue();
        AfterSettling?.Invoke();
    }

    public FakeDriver<TDevice> Start(ushort size = 16, ulong accept = ulong.MaxValue)
    {
        Setup(size, accept);
        return this;
    }

    public void AssertNeedsReset()
    {
        Assert.Equal(VirtioStatus.NeedsReset, Status & VirtioStatus.NeedsReset);
        Assert.Equal(MmioRegister.InterruptConfiguration, HandleInterrupt() & MmioRegister.InterruptConfiguration);
        Assert.True(Interrupt.Edges > 0);
    }

    public void Dispose() => Ram.Dispose();
}
