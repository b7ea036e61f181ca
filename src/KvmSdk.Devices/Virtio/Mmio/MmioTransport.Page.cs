namespace KvmSdk.Devices.Virtio.Mmio;

// What a driver reads stands in a page, brought up to date after everything that changes it, so that a shell can let the
// guest read it without asking anybody. Constants are written once; registers after each register write; the interrupt
// status has no other place than the page. A driver that reads a changing configuration may see some of it old and some
// new; the generation, written after it, or else the interrupt that follows, makes it read again (section 2.5.1).
public sealed partial class MmioTransport<TDevice, TInterrupt>
{
    private readonly MmioRegisterPage _page;

    /// <summary>
    /// The device's configuration may have changed while no driver was there to be told (a device tells only those that run it): brings the page up to date.
    /// </summary>
    public void RefreshConfiguration() => PublishConfiguration();

    private void PublishConstants()
    {
        Publish(MmioRegister.Magic);
        Publish(MmioRegister.Version);
        Publish(MmioRegister.DeviceId);
        Publish(MmioRegister.VendorId);
        for (uint offset = MmioRegister.SharedMemoryFirst; offset <= MmioRegister.SharedMemoryLast; offset += sizeof(uint)) Publish(offset);
    }

    private void PublishRegisters()
    {
        Publish(MmioRegister.DeviceFeatures);
        Publish(MmioRegister.QueueSizeMax);
        Publish(MmioRegister.QueueReady);
        Publish(MmioRegister.Status);
        Publish(MmioRegister.ConfigurationGeneration);
    }

    private void PublishConfiguration()
    {
        for (uint offset = 0; offset < MmioRegisterPage.Size - MmioRegister.Configuration; offset += sizeof(uint))
        {
            _page.Write(MmioRegister.Configuration + offset, _device.ReadConfiguration(offset, sizeof(uint)));
        }
    }

    private void Publish(uint register) => _page.Write(register, ReadRegister(register));
}
