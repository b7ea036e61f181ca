namespace KvmSdk.Model.Spec;

/// <summary>The devices that a machine can hold.</summary>
public enum DeviceKind
{
    /// <summary>A 16550A UART.</summary>
    Serial,

    /// <summary>QEMU's isa-debug-exit: a port whose written value ends the machine.</summary>
    DebugExit,

    /// <summary>The i8042 keyboard controller, of which only the reset line and the probe answers exist.</summary>
    Keyboard,

    /// <summary>The ACPI sleep control, sleep status and reset registers (ACPI 6.5, section 4.8.3.7).</summary>
    Power,

    /// <summary>The MC146818 real-time clock with its CMOS RAM.</summary>
    CmosClock,

    /// <summary>A virtio block device on the memory-mapped transport.</summary>
    Block,

    /// <summary>A virtio entropy device on the memory-mapped transport.</summary>
    Entropy,

    /// <summary>A device that a user's class declares.</summary>
    Custom,

    /// <summary>A virtio network device on the memory-mapped transport.</summary>
    Net,

    /// <summary>A virtio console device with one console, on the memory-mapped transport.</summary>
    Console,

    /// <summary>A virtio console device with named ports, on the memory-mapped transport.</summary>
    ConsolePorts,

    /// <summary>QEMU's pvpanic: a port at which a guest tells that its kernel panicked.</summary>
    Pvpanic,

    /// <summary>The virtual machine generation ID: a number in the guest's memory that tells that the machine is another one now.</summary>
    GenerationId,

    /// <summary>A port at which a guest tells how far its start has come.</summary>
    BootMarker,

    /// <summary>A virtio memory balloon on the memory-mapped transport.</summary>
    Balloon,

    /// <summary>A virtio file system device on the memory-mapped transport: a directory of the host's.</summary>
    FileSystem,

    /// <summary>A virtio socket device on the memory-mapped transport.</summary>
    Vsock,

    /// <summary>A virtio persistent memory device on the memory-mapped transport: a file in the guest's address space.</summary>
    Pmem,
}
