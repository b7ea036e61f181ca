using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Mmio;

// Where the queues are. A driver says it half by half; what it said is checked when it declares a queue ready, and cannot
// change from then on.
public sealed partial class MmioTransport<TDevice, TInterrupt>
{
    private bool QueueSelected => _queueSelect < (uint)_queues.Length;

    private bool QueuesCanChange =>
        (_status & (VirtioStatus.FeaturesOk | VirtioStatus.DriverOk | VirtioStatus.Failed)) == VirtioStatus.FeaturesOk;

    private void WriteQueueAddress(uint offset, uint value)
    {
        if (!QueueSelected || !QueuesCanChange || _ready[_queueSelect]) return;
        ref QueueAddresses at = ref _addresses[_queueSelect];
        switch (offset)
        {
            case MmioRegister.QueueSize: at = at with { Size = value }; break;
            case MmioRegister.QueueDescriptorsLow: at = at with { Descriptors = Low(at.Descriptors, value) }; break;
            case MmioRegister.QueueDescriptorsHigh: at = at with { Descriptors = High(at.Descriptors, value) }; break;
            case MmioRegister.QueueDriverLow: at = at with { Driver = Low(at.Driver, value) }; break;
            case MmioRegister.QueueDriverHigh: at = at with { Driver = High(at.Driver, value) }; break;
            case MmioRegister.QueueDeviceLow: at = at with { Device = Low(at.Device, value) }; break;
            case MmioRegister.QueueDeviceHigh: at = at with { Device = High(at.Device, value) }; break;
            default: break;
        }
    }

    private void WriteQueueReady(uint value)
    {
        if (!QueueSelected) return;
        if (value == 0) StopQueue();
        else if (value == 1 && QueuesCanChange && !_ready[_queueSelect]) StartQueue();
    }

    private void StartQueue()
    {
        if (_queues[_queueSelect].CanActivate(in _addresses[_queueSelect])) _ready[_queueSelect] = true;
        // Nothing in the protocol says "no" to a queue; a driver that places one outside RAM has lost its way.
        else RequireReset();
    }

    private void StopQueue()
    {
        _ready[_queueSelect] = false;
        _unfinished &= ~(1UL << (int)_queueSelect);
        _device.StopQueue((int)_queueSelect);
        // The queue keeps its memory to itself from here on, also for requests that complete later (section 4.2.2.1).
        _queues[_queueSelect].Reset();
    }

    private void Activate()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            // It was checked when it became ready, and neither it nor the memory map has changed since.
            if (_ready[i] && !_queues[i].TryActivate(in _addresses[i], _driverFeatures)) RequireReset();
        }

        _device.Activate(_driverFeatures, _queues, this);
    }

    // The driver has given up, or has to reset the device. The queues stay as they are, but nobody serves them.
    private void StopServing()
    {
        _unfinished = 0;
        for (int i = 0; i < _queues.Length; i++) _device.StopQueue(i);
    }

    private static ulong Low(ulong address, uint value) => (address & ~(ulong)uint.MaxValue) | value;

    private static ulong High(ulong address, uint value) => (address & uint.MaxValue) | ((ulong)value << 32);
}
