using KvmSdk.Devices;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells;

/// <summary>An interrupt line whose edges are rings of an eventfd that KVM listens to (<c>KVM_IRQFD</c>): no ioctl, from any thread.</summary>
/// <param name="descriptor">The eventfd's number, open for as long as the device may raise.</param>
internal readonly struct IrqFdLine(int descriptor) : IInterruptLine
{
    /// <inheritdoc/>
    public void Raise() => EventFd.Ring(descriptor);
}
