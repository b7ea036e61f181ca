namespace KvmSdk.Devices;

// Why a pulse and not a level: every interrupt in a generated machine is edge triggered (ISA lines and virtio-mmio lines
// alike), so that one irqfd write or one ioctl announces an event and nobody has to lower a line afterwards. A core keeps
// the level itself and reports only the rising edge.

/// <summary>The interrupt output of a device, as the interrupt controller sees it: edge triggered.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IInterruptLine
{
    /// <summary>Delivers one edge. Called from the thread that drives the core, inside the register access that caused it.</summary>
    void Raise();
}
