// Why not an irqfd: it injects at once only what is routed as a message (MSI). For an input of the I/O APIC the kernel hands the
// injection to a worker thread, and the guest waits for two more thread switches.

using KvmSdk.Devices;
using KvmSdk.Kernel;

namespace KvmSdk.DeviceShells;

/// <summary>An input of the in-kernel I/O APIC, pulsed by <c>KVM_IRQ_LINE</c>, from any thread.</summary>
/// <param name="vm">The virtual machine, which outlives every device.</param>
/// <param name="irq">The input.</param>
[HotPath]
internal readonly struct InterruptPin(VirtualMachineDescriptor vm, uint irq) : IInterruptLine
{
    /// <inheritdoc/>
    public void Raise()
    {
        vm.SetInterrupt(irq, asserted: true);
        vm.SetInterrupt(irq, asserted: false);
    }
}
