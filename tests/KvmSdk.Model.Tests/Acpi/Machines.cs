using KvmSdk.Model.Acpi;
using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Tests.Acpi;

/// <summary>Machines at the corners of what the tables can say.</summary>
internal static class Machines
{
    public static AcpiDescription Bare { get; } = new(1, 1, 0x600, HasI8042: false, HasCmosClock: false, SerialPorts: [], VirtioDevices: []);

    public static AcpiDescription ThreeDisks { get; } = Bare with
    {
        Cpus = 4,
        MaxCpus = 8,
        SerialPorts = [Com(0x3F8, 4)],
        VirtioDevices = [Disk(0, 5), Disk(1, 6), Disk(2, 7)],
    };

    public static AcpiDescription AllLegacy { get; } = Bare with
    {
        PowerPort = 0xFFFD,
        HasI8042 = true,
        HasCmosClock = true,
        TimerInput = 2,
        SerialPorts = [Com(0x3F8, 4), Com(0x2F8, 3), new(null, new(0xD000_0000, 0x1000), 23), Com(0x3E8, 5)],
    };

    /// <summary>What speaks with its host beside a console.</summary>
    public static AcpiDescription Speaking { get; } = ThreeDisks with { PvpanicPort = 0x505, GenerationId = new(X86Layout.GenerationIdPage, 23) };

    public static AcpiDescription Full { get; } = AllLegacy with
    {
        Cpus = X86Layout.MaxCpus,
        MaxCpus = X86Layout.MaxCpus,
        SerialPorts = [.. Enumerable.Range(0, 40).Select(i => Com((ushort)(0x1000 + (8 * i)), i % 24))],
        VirtioDevices = [.. Enumerable.Range(0, 300).Select(i => Disk(i, i % 24))],
    };

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, AcpiDescription> All { get; } = new Dictionary<string, AcpiDescription>
    {
        [nameof(Bare)] = Bare,
        [nameof(ThreeDisks)] = ThreeDisks,
        [nameof(AllLegacy)] = AllLegacy,
        [nameof(Full)] = Full,
        [nameof(Speaking)] = Speaking,
        ["High"] = Speaking with { GenerationId = new(0x12_3456_7000, 0) },
    };

    public static AcpiTables Build(AcpiDescription machine)
    {
        AcpiResult result = AcpiTables.Build(machine);
        Assert.Null(result.Problem);
        return result.Tables!;
    }

    public static AcpiSerialPort Com(ushort port, int irq) => new(new PortRange(port, 8), null, irq);

    public static AcpiVirtioDevice Disk(int index, int irq) => new(new(X86Layout.DeviceWindowBase + (0x1000 * (ulong)index), 0x1000), irq);
}
