using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Mmio;

// The register file between a driver and a device. What a driver may do depends on how far it has come, and a hostile one
// tries everything at every time, so each register has one moment in which it can be written:
//
//   Status 0 --Acknowledge, Driver--> features --FeaturesOk--> queues --DriverOk--> running
//      ^                                                                               |
//      +------------------------------- Status := 0 -----------------------------------+
//
// Nothing but writing 0 clears a status bit; features are frozen from FeaturesOk on, a queue's size and places from
// QueueReady on. A queue that is ready before DriverOk can be taken back; one that is stopped afterwards stays stopped.

/// <summary>Virtio over MMIO, version 2, in front of one device: virtio 1.2, section 4.2.</summary>
/// <remarks>
/// Not thread-safe, like the device: the shell serialises register accesses, notifications and completions. The one exception
/// is the interrupt status: reading <see cref="MmioRegister.InterruptStatus"/> and writing <see cref="MmioRegister.InterruptAcknowledge"/>
/// need no lock, so that a guest's interrupt handler never waits for a device that is busy. No member throws or allocates
/// after construction, whatever a guest writes.
/// </remarks>
/// <typeparam name="TDevice">The device; a sealed class, so that calls into it are direct.</typeparam>
/// <typeparam name="TInterrupt">The interrupt line; may be raised from any thread that drives transport or device.</typeparam>
[HotPath]
public sealed partial class MmioTransport<TDevice, TInterrupt> : IVirtioTransport
    where TDevice : IVirtioDevice
    where TInterrupt : struct, IInterruptLine
{
    // The set of queues with unfinished work is kept in one 64-bit mask.
    private const int MaxQueues = 64;

    private readonly TDevice _device;
    private readonly TInterrupt _interrupt;
    private readonly SplitQueue[] _queues;
    private readonly QueueAddresses[] _addresses;
    private readonly bool[] _ready;
    private readonly ulong _offeredFeatures;
    private ulong _driverFeatures;
    private ulong _unfinished;
    private uint _status;
    private uint _deviceFeaturesSelect;
    private uint _driverFeaturesSelect;
    private uint _queueSelect;
    private uint _generation;
    private uint _heldInterrupts;
    private bool _unknownFeatureAccepted;

    /// <summary>A transport whose driver has not touched it yet.</summary>
    /// <param name="device">The device behind it.</param>
    /// <param name="interrupt">Its interrupt line.</param>
    /// <param name="memory">The guest's RAM, where the driver puts the queues.</param>
    /// <param name="page">Where the registers stand for reading.</param>
    /// <exception cref="ArgumentException">The device claims an impossible queue or a feature that is not a device type's to offer.</exception>
    public MmioTransport(TDevice device, TInterrupt interrupt, GuestMemoryMap memory, MmioRegisterPage page)
    {
        if (device.QueueCount is < 1 or > MaxQueues)
            throw new ArgumentException($"A device has 1 to {MaxQueues} queues, not {device.QueueCount}.", nameof(device));
        if ((device.Features & ~VirtioFeature.DeviceSpecific) != 0)
            throw new ArgumentException($"Features 0x{device.Features:X} include bits that are reserved for the transport.", nameof(device));

        _device = device;
        _interrupt = interrupt;
        _offeredFeatures = device.Features | VirtioFeature.Common;
        _addresses = new QueueAddresses[device.QueueCount];
        _ready = new bool[device.QueueCount];
        _queues = new SplitQueue[device.QueueCount];
        for (int i = 0; i < _queues.Length; i++) _queues[i] = new SplitQueue(memory, device.QueueMaxSize(i));
        _page = page;
        PublishConstants();
        PublishRegisters();
        PublishConfiguration();
    }

    /// <summary>The device behind it.</summary>
    public TDevice Device => _device;

    /// <summary>Whether a driver runs the device: it is set up, and neither side has given up.</summary>
    public bool IsRunning => (_status & (VirtioStatus.DriverOk | VirtioStatus.NeedsReset | VirtioStatus.Failed)) == VirtioStatus.DriverOk;

    /// <summary>Whether a notification ended with work left; call <see cref="Continue"/> once others had their turn.</summary>
    public bool HasUnfinishedWork => _unfinished != 0;

    /// <summary>Reads from the window.</summary>
    /// <param name="offset">Bytes from the start of the window; any value.</param>
    /// <param name="width">Bytes: 1, 2, 4 or 8. The registers answer only to aligned reads of 4 (section 4.2.2.2), others read as 0.</param>
    public ulong Read(uint offset, int width)
    {
        if (offset >= MmioRegister.Configuration) return ReadConfiguration(offset - MmioRegister.Configuration, width);
        return width == sizeof(uint) ? ReadRegister(offset) : 0;
    }

    /// <summary>Writes to the window.</summary>
    /// <param name="offset">Bytes from the start of the window; any value.</param>
    /// <param name="width">Bytes: 1, 2, 4 or 8. The registers answer only to aligned writes of 4.</param>
    /// <param name="value">The bytes, little-endian.</param>
    public void Write(uint offset, int width, ulong value)
    {
        if (offset >= MmioRegister.Configuration)
        {
            WriteConfiguration(offset - MmioRegister.Configuration, width, value);
            PublishConfiguration();
        }
        else if (width == sizeof(uint))
        {
            WriteRegister(offset, (uint)value);
        }
    }

    /// <summary>The driver says that a queue has new buffers (the same as writing <see cref="MmioRegister.QueueNotify"/>).</summary>
    /// <param name="queue">Index of the queue; any value.</param>
    /// <param name="mayWait">Whether the caller can wait for the host's storage; if not, what would wait counts as unfinished work.</param>
    public void Notify(uint queue, bool mayWait)
    {
        if (!IsRunning || queue >= (uint)_ready.Length || !_ready[queue]) return;
        ulong bit = 1UL << (int)queue;
        if (_device.Notify((int)queue, mayWait)) _unfinished |= bit;
        else _unfinished &= ~bit;
    }

    /// <summary>Goes on with every queue whose last notification left work. May wait for the host's storage.</summary>
    public void Continue()
    {
        ulong unfinished = _unfinished;
        _unfinished = 0;
        for (uint queue = 0; unfinished != 0; queue++, unfinished >>= 1)
        {
            if ((unfinished & 1) != 0) Notify(queue, mayWait: true);
        }
    }

    private uint ReadRegister(uint offset) => offset switch
    {
        MmioRegister.Magic => MmioRegister.MagicValue,
        MmioRegister.Version => MmioRegister.VersionValue,
        MmioRegister.DeviceId => _device.DeviceId,
        MmioRegister.VendorId => MmioRegister.VendorIdValue,
        MmioRegister.DeviceFeatures => _deviceFeaturesSelect < 2 ? (uint)(_offeredFeatures >> (int)(32 * _deviceFeaturesSelect)) : 0,
        MmioRegister.QueueSizeMax => QueueSelected ? _queues[_queueSelect].MaxSize : 0u,
        MmioRegister.QueueReady => QueueSelected && _ready[_queueSelect] ? 1u : 0u,
        MmioRegister.InterruptStatus => (uint)Volatile.Read(ref _page.InterruptStatus),
        MmioRegister.Status => _status,
        >= MmioRegister.SharedMemoryFirst and <= MmioRegister.SharedMemoryLast when (offset & 3) == 0 => uint.MaxValue,
        MmioRegister.ConfigurationGeneration => _generation,
        _ => 0,
    };

    private void WriteRegister(uint offset, uint value)
    {
        switch (offset)
        {
            case MmioRegister.DeviceFeaturesSelect: _deviceFeaturesSelect = value; break;
            case MmioRegister.DriverFeatures: WriteDriverFeatures(value); break;
            case MmioRegister.DriverFeaturesSelect: _driverFeaturesSelect = value; break;
            case MmioRegister.QueueSelect: _queueSelect = value; break;
            case MmioRegister.QueueReady: WriteQueueReady(value); break;
            case MmioRegister.QueueNotify: Notify(value, mayWait: false); return;
            case MmioRegister.InterruptAcknowledge: Interlocked.And(ref _page.InterruptStatus, (int)(~value | Volatile.Read(ref _heldInterrupts))); return;
            case MmioRegister.Status: WriteStatus(value); break;
            default: WriteQueueAddress(offset, value); break;
        }

        PublishRegisters();
    }

    // A 64-bit field is read and written as two halves (section 4.2.2.2); a guest that uses one access gets the same.
    private ulong ReadConfiguration(uint offset, int width) => width switch
    {
        1 or 2 or 4 => _device.ReadConfiguration(offset, width),
        8 => _device.ReadConfiguration(offset, 4) | ((ulong)_device.ReadConfiguration(SecondHalf(offset), 4) << 32),
        _ => 0,
    };

    private void WriteConfiguration(uint offset, int width, ulong value)
    {
        switch (width)
        {
            case 1: _device.WriteConfiguration(offset, 1, (byte)value); break;
            case 2: _device.WriteConfiguration(offset, 2, (ushort)value); break;
            case 4: _device.WriteConfiguration(offset, 4, (uint)value); break;
            case 8:
                _device.WriteConfiguration(offset, 4, (uint)value);
                _device.WriteConfiguration(SecondHalf(offset), 4, (uint)(value >> 32));
                break;
            default: break;
        }
    }

    // The offset is below 2^32 - 0x100, so this cannot wrap.
    private static uint SecondHalf(uint offset) => offset + sizeof(uint);
}
