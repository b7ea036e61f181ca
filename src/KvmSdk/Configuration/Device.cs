using System.ComponentModel;
using KvmSdk.GuestDevices;

namespace KvmSdk;

/// <summary>
/// A device of a class of yours as a machine's definition has it: how it is configured before the guest starts. Each start makes a device of
/// its own, so none runs in the definition.
/// </summary>
/// <typeparam name="T">The class, which carries <see cref="MmioDeviceAttribute"/> or <see cref="PortDeviceAttribute"/>.</typeparam>
/// <param name="Configure">What is done to each device before its machine starts; null for nothing.</param>
public sealed record Device<T>(Action<T>? Configure = null)
    where T : class
{
    /// <summary>Connects and configures a device that a machine made. Called by generated code.</summary>
    /// <param name="host">The machine under construction.</param>
    /// <param name="device">The device.</param>
    /// <param name="irq">The interrupt line; null if the device has none.</param>
    /// <typeparam name="TDevice">The class, known to have its generated half.</typeparam>
    /// <returns>The device.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TDevice Start<TDevice>(MachineHost host, TDevice device, int? irq)
        where TDevice : T, IGuestDevice
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(device);
        if (irq is int line)
        {
            device.Connect(new ConnectedLine(host.ConnectInterrupt(line)));
        }

        Configure?.Invoke(device);
        return device;
    }
}
