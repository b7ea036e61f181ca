using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>What devices and boot sources are called in a text for people.</summary>
internal static class DeviceWords
{
    /// <summary>The device, in a few words.</summary>
    public static string Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Serial => "16550A UART",
        DeviceKind.DebugExit => "debug-exit port",
        DeviceKind.Keyboard => "i8042 keyboard controller",
        DeviceKind.Power => "ACPI power registers",
        DeviceKind.CmosClock => "MC146818 CMOS clock",
        DeviceKind.Block => "virtio disk",
        DeviceKind.Entropy => "virtio entropy source",
        DeviceKind.Custom => "device of this program's",
        DeviceKind.Net => "virtio network device",
        DeviceKind.FileSystem => "virtio file system",
        DeviceKind.Console => "virtio console",
        DeviceKind.ConsolePorts => "virtio console ports",
        DeviceKind.Pvpanic => "pvpanic port",
        DeviceKind.GenerationId => "generation ID",
        DeviceKind.BootMarker => "boot marker",
        DeviceKind.Balloon => "virtio memory balloon",
        DeviceKind.Pmem => "virtio persistent memory",
        DeviceKind.Vsock => "virtio socket device",
        _ => kind.ToString(),
    };

    /// <summary>The boot source, in a few words.</summary>
    public static string Of(BootKind kind) => kind switch
    {
        BootKind.FlatImage => "flat image",
        BootKind.LinuxKernel => "Linux kernel",
        BootKind.MultibootKernel => "Multiboot kernel",
        _ => kind.ToString(),
    };
}
