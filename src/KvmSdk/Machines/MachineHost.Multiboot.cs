using KvmSdk.Boot;
using KvmSdk.Boot.Multiboot;
using KvmSdk.Memory;
using KvmSdk.Model;
using KvmSdk.Model.Acpi;

namespace KvmSdk;

// Booting a kernel by the Multiboot Specification: hobby kernels, test suites, and other kernels than Linux.
public sealed partial class MachineHost
{
    /// <summary>Loads a Multiboot kernel and its modules and has the first CPU enter it. Called by generated code.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="modules">The modules, in the plan's order; null for one that this instance leaves out.</param>
    /// <param name="acpiTables">The machine's ACPI tables, with the maximum of CPUs listed; a kernel finds them by scanning.</param>
    /// <param name="cpuLists">The tables among them that list CPUs.</param>
    /// <exception cref="BootException">The kernel cannot be booted, or something does not fit into RAM.</exception>
    /// <exception cref="HostException">A file cannot be read.</exception>
    public void LoadMultibootKernel(
        GuestImage kernel, ReadOnlySpan<GuestImage?> modules, ReadOnlySpan<byte> acpiTables, EquatableArray<AcpiCpuList> cpuLists)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        DoubtPath(Plan.Boot.Property, kernel.Path);
        List<HostImage> opened = [];
        try
        {
            HostImage kernelImage = Open(kernel);
            List<MultibootModule> present = [];
            for (int i = 0; i < modules.Length; i++)
            {
                if (modules[i] is { } module)
                {
                    DoubtPath(Plan.Boot.Modules[i].Property, module.Path);
                    present.Add(new(Open(module), Plan.Boot.Modules[i].CommandLine));
                }
            }

            BootMemory ram = new(Memory);
            _entry = MultibootLoader.Load(ram, new MultibootRequest
            {
                Kernel = kernelImage,
                CommandLine = Plan.Boot.CommandLine,
                Modules = [.. present],
                Reserved = ReservedMemory(),
            });
            WriteFirmware(ram, acpiTables, cpuLists);
        }
        finally
        {
            opened.ForEach(static image => image.Dispose());
        }

        HostImage Open(GuestImage image)
        {
            HostImage made = new(image);
            opened.Add(made);
            return made;
        }
    }
}
