using System.Text.Json;
using static KvmSdk.CommandLine.JsonDocuments;

namespace KvmSdk.CommandLine.Inspect;

/// <summary>Writes an <see cref="InspectDocument"/>: every member under its name in camel case, in the order of declaration. A test holds that none is left out.</summary>
internal static class InspectDocumentJson
{
    /// <summary>Writes the document's members.</summary>
    public static void Write(Utf8JsonWriter writer, InspectDocument document)
    {
        writer.WriteString("name", document.Name);
        WriteObject(writer, "cpus", document.Cpus, static (writer, cpus) =>
        {
            writer.WriteNumber("count", cpus.Count);
            writer.WriteNumber("maximum", cpus.Maximum);
        });
        writer.WriteNumber("memoryMiB", document.MemoryMiB);
        WriteObject(writer, "memory", document.Memory, static (writer, memory) =>
        {
            writer.WriteString("hugePages", memory.HugePages);
            writer.WriteBoolean("prefault", memory.Prefault);
        });
        WriteObject(writer, "boot", document.Boot, Write);
        writer.WriteBoolean("pit", document.Pit);
        WriteArray(writer, "memoryMap", document.MemoryMap, static (writer, region) =>
        {
            writer.WriteString("kind", region.Kind);
            writer.WriteString("first", region.First);
            writer.WriteString("last", region.Last);
            writer.WriteNumber("size", region.Size);
            writer.WriteString("use", region.Use);
        });
        WriteArray(writer, "devices", document.Devices, Write);
        WriteArray(writer, "settings", document.Settings, static (writer, setting) =>
        {
            writer.WriteString("property", setting.Property);
            writer.WriteString("type", setting.Type);
            writer.WriteString("option", setting.Option);
            writer.WriteString("key", setting.Key);
            writer.WriteBoolean("required", setting.Required);
            writer.WriteString("value", setting.Value);
            writer.WriteString("source", setting.Source);
        });
    }

    private static void Write(Utf8JsonWriter writer, InspectDocument.BootPart boot)
    {
        writer.WriteString("kind", boot.Kind);
        writer.WriteString("property", boot.Property);
        writer.WriteString("loadAddress", boot.LoadAddress);
        writer.WriteString("commandLine", boot.CommandLine);
        writer.WriteString("initrd", boot.Initrd);
        writer.WriteString("entry", boot.Entry);
        writer.WriteStartArray("modules");
        foreach (string module in boot.Modules)
        {
            writer.WriteStringValue(module);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, InspectDocument.DevicePart device)
    {
        writer.WriteString("name", device.Name);
        writer.WriteString("kind", device.Kind);
        writer.WriteBoolean("platform", device.Platform);
        WriteArray(writer, "ports", device.Ports, static (writer, port) =>
        {
            writer.WriteString("first", port.First);
            writer.WriteNumber("count", port.Count);
        });
        WriteObject(writer, "window", device.Window, Write);
        WriteNumber(writer, "irq", device.Irq);
        WriteObject(writer, "net", device.Net, static (writer, net) =>
        {
            writer.WriteString("mac", net.Mac);
            WriteNumber(writer, "mtu", net.Mtu);
        });
        WriteObject(writer, "queues", device.Queues, static (writer, queues) =>
        {
            writer.WriteNumber("count", queues.Count);
            writer.WriteNumber("size", queues.Size);
        });
        WriteObject(writer, "block", device.Block, static (writer, block) => writer.WriteNumber("sectorSize", block.SectorSize));
        WriteArray(writer, "consolePorts", device.ConsolePorts, static (writer, port) =>
        {
            writer.WriteString("property", port.Property);
            writer.WriteString("guestName", port.GuestName);
            writer.WriteNumber("id", port.Id);
        });
        writer.WriteString("tag", device.Tag);
        WriteObject(writer, "vsock", device.Vsock, static (writer, vsock) => writer.WriteNumber("cid", vsock.Cid));
        WriteObject(writer, "pmem", device.Pmem, Write);
    }

    private static void Write(Utf8JsonWriter writer, InspectDocument.WindowPart window)
    {
        writer.WriteString("first", window.First);
        writer.WriteString("last", window.Last);
        writer.WriteNumber("size", window.Size);
    }
}
