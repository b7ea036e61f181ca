using System.Globalization;
using System.Text;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>Shows a machine's plan to people.</summary>
internal static class InspectText
{
    /// <summary>The page.</summary>
    public static string Of(MachineSettings settings, OptionTable table)
    {
        MachinePlan plan = settings.Plan;
        var text = new StringBuilder();
        TextTable.Write(text, 0,
        [
            ["Machine", plan.Name],
            ["CPUs", Format($"{plan.Cpus.Count}, at most {plan.Cpus.Maximum}")],
            ["Memory", Memory(plan.Memory)],
            .. Boot(plan.Boot),
            .. Timer(plan),
        ]);

        text.Append("\nMemory map\n");
        TextTable.Write(text, 2,
        [
            ["FIRST", "LAST", "SIZE", "USE"],
            .. MemoryMap.Of(plan).Select(region => new[]
            {
                Hex(region.Range.Base),
                Hex(region.Range.Last),
                Size(region.Range.Size),
                Use(region),
            }),
        ]);

        text.Append("\nDevices\n");
        TextTable.Write(text, 2,
        [
            ["NAME", "DEVICE", "PORTS", "WINDOW", "IRQ"],
            .. plan.Devices.Select(device => new[]
            {
                device.Name,
                DeviceWords.Of(device.Kind),
                device.Ports.Count == 0 ? "-" : string.Join(", ", device.Ports),
                device.Window is { } window ? $"{Hex(window.Base)}, {Size(window.Size)}" : "-",
                device.Irq is { } irq ? Format($"{irq}") : "-",
            }),
        ]);

        if (plan.Devices.Any(static device => device.Net is not null))
        {
            text.Append("\nNetwork\n");
            TextTable.Write(text, 2,
            [
                ["NAME", "MAC ADDRESS", "MTU"],
                .. plan.Devices.Where(static device => device.Net is not null).Select(static device => new[]
                {
                    device.Name, device.Net!.Mac.ToString(), device.Net.Mtu == 0 ? "-" : Format($"{device.Net.Mtu}"),
                }),
            ]);
        }

        if (plan.Devices.Any(static device => device.Queues is not null))
        {
            text.Append("\nQueues\n");
            TextTable.Write(text, 2,
            [
                ["NAME", "QUEUES", "SIZE", "SECTOR"],
                .. plan.Devices.Where(static device => device.Queues is not null).Select(static device => new[]
                {
                    device.Name, Format($"{device.Queues!.Count}"), Format($"{device.Queues.Size}"),
                    device.Block is { } block ? Format($"{block.SectorSize}") : "-",
                }),
            ]);
        }

        if (plan.Devices.Any(static device => device.ConsolePorts.Count > 0))
        {
            text.Append("\nConsole ports\n");
            TextTable.Write(text, 2,
            [
                ["NAME", "IN THE GUEST", "PORT"],
                .. plan.Devices.SelectMany(static device => device.ConsolePorts).Select(static port => new[]
                {
                    port.Property, port.GuestName, Format($"{port.Id}"),
                }),
            ]);
        }

        if (plan.Devices.Any(static device => device.Tag is not null))
        {
            text.Append("\nShared directories\n");
            TextTable.Write(text, 2,
            [
                ["NAME", "TAG", "IN A LINUX GUEST"],
                .. plan.Devices.Where(static device => device.Tag is not null).Select(static device => new[]
                {
                    device.Name, device.Tag!, $"mount -t virtiofs {device.Tag} DIRECTORY",
                }),
            ]);
        }

        if (plan.Devices.Any(static device => device.Vsock is not null))
        {
            text.Append("\nSockets\n");
            TextTable.Write(text, 2,
            [
                ["NAME", "CID"],
                .. plan.Devices.Where(static device => device.Vsock is not null).Select(static device => new[] { device.Name, Format($"{device.Vsock!.Cid}") }),
            ]);
        }

        if (table.Properties.Length > 0)
        {
            text.Append("\nSettings\n");
            TextTable.Write(text, 2,
            [
                ["PROPERTY", "TYPE", "OPTION", "KEY", "VALUE"],
                .. table.Properties.Select(option => new[]
                {
                    option.Property!.Property, option.Description, option.Name, option.Key, Given(settings, option.Property),
                }),
            ]);
        }

        return text.ToString();
    }

    /// <summary>The size, and what of its backing is not the default.</summary>
    private static string Memory(MemoryPlan memory)
    {
        string pages = memory.HugePages switch
        {
            HugePages.None => ", 4 KiB pages",
            HugePages.Transparent => ", transparent huge pages",
            HugePages.HugeTlb2MiB => ", reserved 2 MiB pages",
            _ => "",
        };
        return Format($"{memory.MiB} MiB{pages}{(memory.Prefault ? ", prefaulted" : "")}");
    }

    /// <summary>A kernel names its own addresses, so only a flat image has one here.</summary>
    private static IEnumerable<string[]> Boot(BootPlan boot)
    {
        string image = $"{DeviceWords.Of(boot.Kind)} {boot.Property}";
        yield return ["Boot", boot.LoadAddress == 0 ? image : $"{image}, loaded at {Hex(boot.LoadAddress)}"];
        if (boot.Initrd.Length > 0)
        {
            yield return ["Initrd", boot.Initrd];
        }

        foreach (ModulePlan module in boot.Modules)
        {
            yield return ["Module", module.CommandLine.Length == 0 ? module.Property : $"{module.Property}, {module.CommandLine}"];
        }

        if (boot.CommandLine.Length > 0)
        {
            yield return ["Command line", boot.CommandLine];
        }

        if (boot.Kind == BootKind.LinuxKernel)
        {
            yield return ["Entry", KernelEntrySyntax.Of(boot.Entry)];
        }
    }

    /// <summary>The devices below are those that this program answers for; this one lives in KVM.</summary>
    private static IEnumerable<string[]> Timer(MachinePlan plan) =>
        plan.HasPit ? [["Timer", "in-kernel PIT, ports 0x0040-0x0043, 0x0061, IRQ 0"]] : [];

    /// <summary>What the hole, or RAM, contains stands one step to the right of it.</summary>
    private static string Use(MemoryRegion region) => region.Kind switch
    {
        "window" => $"  window of {region.Use}",
        "shared" => $"  shared memory {region.Use}",
        "pmem" => $"persistent memory {region.Use}",
        "reserved" => $"  {region.Use}",
        _ => region.Use,
    };

    private static string Given(MachineSettings settings, InstanceOption property) =>
        settings.Texts.TryGetValue(property.Property, out (string Text, string Source) given) ? $"{given.Text} ({given.Source})"
        : property.IsRequired ? "required"
        : "as declared";

    /// <summary>Ten digits hold the highest address that a plan can have, below 1 TiB, so columns align.</summary>
    private static string Hex(ulong address) => Format($"0x{address:X10}");

    private static string Size(ulong bytes) => bytes switch
    {
        _ when bytes % (1UL << 30) == 0 => Format($"{bytes >> 30} GiB"),
        _ when bytes % (1UL << 20) == 0 => Format($"{bytes >> 20} MiB"),
        _ when bytes % (1UL << 10) == 0 => Format($"{bytes >> 10} KiB"),
        _ => Format($"{bytes} B"),
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
