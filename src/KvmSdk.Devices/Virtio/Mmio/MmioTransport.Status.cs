namespace KvmSdk.Devices.Virtio.Mmio;

// Status, features and the signals back to the driver.
public sealed partial class MmioTransport<TDevice, TInterrupt>
{
    /// <inheritdoc/>
    public void SignalUsed(int queue) => Interrupt(MmioRegister.InterruptUsed);

    // Whoever raises the line cannot set the bit, and a driver that finds no reason looks at no queue. Looking in vain costs it little.
    /// <inheritdoc/>
    public void HoldUsed()
    {
        Volatile.Write(ref _heldInterrupts, MmioRegister.InterruptUsed);
        Interlocked.Or(ref _page.InterruptStatus, (int)MmioRegister.InterruptUsed);
    }

    /// <inheritdoc/>
    public void SignalConfigurationChange()
    {
        _generation++;
        PublishConfiguration();
        PublishRegisters();
        if ((_status & VirtioStatus.DriverOk) != 0) Interrupt(MmioRegister.InterruptConfiguration);
    }

    /// <inheritdoc/>
    public void RequireReset()
    {
        if ((_status & VirtioStatus.NeedsReset) != 0) return;
        _status |= VirtioStatus.NeedsReset;
        StopServing();
        PublishRegisters();
        // A driver that is not set up has no handler yet, and finds the bit when it reads the status (section 2.1.2).
        if ((_status & VirtioStatus.DriverOk) != 0) Interrupt(MmioRegister.InterruptConfiguration);
    }

    /// <summary>What the driver does by writing 0 to the status: everything is as it was before it came.</summary>
    public void Reset()
    {
        _device.Reset();
        foreach (Queues.SplitQueue queue in _queues) queue.Reset();
        Array.Clear(_addresses);
        Array.Clear(_ready);
        _status = _deviceFeaturesSelect = _driverFeaturesSelect = _queueSelect = 0;
        _driverFeatures = _unfinished = 0;
        _unknownFeatureAccepted = false;
        Volatile.Write(ref _heldInterrupts, 0);
        Volatile.Write(ref _page.InterruptStatus, 0);
    }

    // An edge for every event, even while an earlier one is not acknowledged: a driver may handle the queue first and
    // acknowledge afterwards, and a used buffer in between must not go unnoticed. Suppression is the queue's business.
    private void Interrupt(uint cause)
    {
        Interlocked.Or(ref _page.InterruptStatus, (int)cause);
        _interrupt.Raise();
    }

    private void WriteDriverFeatures(uint value)
    {
        const uint moment = VirtioStatus.Driver | VirtioStatus.FeaturesOk | VirtioStatus.Failed;
        if ((_status & moment) != VirtioStatus.Driver) return;
        switch (_driverFeaturesSelect)
        {
            case 0: _driverFeatures = (_driverFeatures & ~(ulong)uint.MaxValue) | value; break;
            case 1: _driverFeatures = (_driverFeatures & uint.MaxValue) | ((ulong)value << 32); break;
            // Bits from 64 on: nothing is offered there, so accepting one must make FeaturesOk fail.
            default: _unknownFeatureAccepted |= value != 0; break;
        }
    }

    private void WriteStatus(uint value)
    {
        if (value == 0)
        {
            Reset();
            return;
        }

        uint current = _status & VirtioStatus.SetByDriver;
        uint wanted = value & VirtioStatus.SetByDriver;
        // Bits are only ever added; a write that would clear one is no step forward and is ignored as a whole.
        if ((wanted & current) != current) return;
        uint added = wanted & ~current;
        if ((added & VirtioStatus.FeaturesOk) != 0 && !FeaturesAreAcceptable(wanted)) wanted &= ~VirtioStatus.FeaturesOk;
        if ((wanted & VirtioStatus.FeaturesOk) == 0) wanted &= ~VirtioStatus.DriverOk;
        bool starts = (wanted & ~current & VirtioStatus.DriverOk) != 0;
        _status = wanted | (_status & VirtioStatus.NeedsReset);
        if ((added & VirtioStatus.Failed) != 0) StopServing();
        if (starts && IsRunning) Activate();
    }

    private bool FeaturesAreAcceptable(uint status)
    {
        const uint before = VirtioStatus.Acknowledge | VirtioStatus.Driver;
        return (status & before) == before
            && (_driverFeatures & ~_offeredFeatures) == 0
            && (_driverFeatures & VirtioFeature.Version1) != 0
            && !_unknownFeatureAccepted;
    }
}
