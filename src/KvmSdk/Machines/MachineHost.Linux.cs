using System.Collections.Immutable;
using KvmSdk.Boot;
using KvmSdk.Boot.Elf;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Memory;
using KvmSdk.Memory;
using KvmSdk.Model;
using KvmSdk.Model.Acpi;
using KvmSdk.Model.Spec;

namespace KvmSdk;

// Booting Linux: the kernel, its initial RAM disk, its command line, and the ACPI tables that the generator computed.
public sealed partial class MachineHost
{
    /// <summary>Loads a Linux kernel and has the first CPU enter it. Called by generated code.</summary>
    /// <param name="kernel">The kernel: a bzImage or an ELF file.</param>
    /// <param name="initrd">The initial RAM disk, or null.</param>
    /// <param name="acpiTables">The machine's ACPI tables for <see cref="BootLayout.AcpiTables"/>, with the maximum of CPUs listed.</param>
    /// <param name="cpuLists">The tables among them that list CPUs.</param>
    /// <exception cref="BootException">The kernel cannot be booted, or something does not fit into RAM.</exception>
    /// <exception cref="HostException">A file cannot be read.</exception>
    public void LoadLinuxKernel(
        GuestImage kernel, GuestImage? initrd, ReadOnlySpan<byte> acpiTables, EquatableArray<AcpiCpuList> cpuLists)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        DoubtPath(Plan.Boot.Property, kernel.Path);
        DoubtPath(Plan.Boot.Initrd, initrd?.Path);
        using HostImage kernelImage = new(kernel);
        using HostImage? initrdImage = initrd is null ? null : new(initrd);
        BootMemory ram = new(Memory);
        LoadedLinux loaded = LinuxLoader.Load(ram, new LinuxBootRequest
        {
            Kernel = kernelImage,
            Initrd = initrdImage,
            CommandLine = Plan.Boot.CommandLine,
            Reserved = ReservedMemory(),
            Rsdp = BootLayout.AcpiTables,
            Entry = EntryOf(Plan.Boot.Entry, kernelImage),
        });
        WriteFirmware(ram, acpiTables, cpuLists);
        _entry = loaded.Cpu;
    }

    /// <summary>What a kernel's own memory management must leave alone.</summary>
    private ImmutableArray<ReservedMemory> ReservedMemory() => [.. Plan.SharedMemories.Select(static memory => new ReservedMemory(
        $"shared memory '{memory.Name}'", new RamRange(memory.Range.Base, memory.Range.Size)))];

    /// <summary>What a kernel looks for below 1 MiB: the ACPI tables, with this start's CPUs, and a way to restart.</summary>
    private void WriteFirmware(BootMemory ram, ReadOnlySpan<byte> acpiTables, EquatableArray<AcpiCpuList> cpuLists)
    {
        Span<byte> tables = FirmwareArea.WriteAcpiTables(ram, acpiTables);
        Model.Acpi.AcpiTables.ListCpus(tables, cpuLists, Plan.Cpus.Count);
        FirmwareArea.WriteEntry(ram, Plan.Devices.Single(static device => device.Kind == DeviceKind.Power).Ports[0].Base);
    }

    private static LinuxEntry EntryOf(KernelEntry entry, HostImage kernel) => entry switch
    {
        KernelEntry.Decompressor => LinuxEntry.Decompressor,
        KernelEntry.Kernel64 => LinuxEntry.Kernel64,
        KernelEntry.Pvh => LinuxEntry.Pvh,
        _ => Elf64Image.IsElf(kernel) ? LinuxEntry.Automatic : LinuxEntry.Kernel64,
    };
}
