using System.Globalization;
using System.Text.RegularExpressions;
using KvmSdk.Model.Acpi;
using static KvmSdk.Model.Tests.Acpi.TableBytes;

namespace KvmSdk.Model.Tests.Acpi.Iasl;

public sealed class IaslTests : IDisposable
{
    private readonly Iasl _iasl = new();

    public static TheoryData<string, string> Tables
    {
        get
        {
            TheoryData<string, string> tables = [];
            foreach (string machine in Machines.All.Keys)
            {
                foreach (string signature in (string[])["XSDT", "FACP", "APIC", "DSDT"])
                {
                    tables.Add(machine, signature);
                }
            }

            return tables;
        }
    }

    [IaslTheory]
    [MemberData(nameof(Tables))]
    public async Task Every_table_survives_disassembly_and_compilation(string machine, string signature)
    {
        byte[] table = [.. Of(Machines.Build(Machines.All[machine]), signature)];
        byte[] again = await _iasl.CompileAsync(await _iasl.DisassembleAsync(table));
        Assert.Equal(0, Sum(again));
        Assert.Equal(WithoutCreator(table), WithoutCreator(again));
    }

    [IaslFact]
    public async Task Shortened_tables_survive_disassembly_and_compilation()
    {
        AcpiTables most = Machines.Build(Machines.ThreeDisks with { Cpus = 8 });
        byte[] bytes = [.. most.Bytes];
        AcpiTables.ListCpus(bytes, most.CpuLists, 3);
        foreach (AcpiCpuList list in most.CpuLists)
        {
            byte[] table = bytes[list.Offset..(list.Offset + list.Lengths[2])];
            byte[] again = await _iasl.CompileAsync(await _iasl.DisassembleAsync(table));
            Assert.Equal(WithoutCreator(table), WithoutCreator(again));
        }
    }

    [IaslFact]
    public async Task Devices_stand_in_order_of_declaration()
    {
        string source = await _iasl.DisassembleAsync([.. Of(Machines.Build(Machines.AllLegacy with
        {
            Cpus = 2,
            MaxCpus = 2,
            VirtioDevices = [Machines.Disk(9, 20), Machines.Disk(3, 16)],
        }), "DSDT")]);
        string[] devices = [.. Regex.Matches(source, @"Device \((.*)\)").Select(match => match.Groups[1].Value)];
        Assert.Equal(["KBD", "RTC", "COM1", "COM2", "COM3", "COM4", "V000", "V001", "_SB.C000", "_SB.C001"], devices);
        string[] windows = [.. Regex.Matches(source, "0x(D.*), +// Address Base").Select(match => match.Groups[1].Value)];
        Assert.Equal(["D0000000", "D0009000", "D0003000"], windows);
        MatchCollection interrupts = Regex.Matches(source, @"Interrupt \(ResourceConsumer, Edge, ActiveHigh, Exclusive, ,, \)\s*\{\s*0x(.*),");
        string[] lines = [.. interrupts.Select(match => match.Groups[1].Value)];
        Assert.Equal([1, 8, 4, 3, 23, 5, 20, 16], lines.Select(line => int.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
    }

    [IaslFact]
    public async Task A_generation_ID_is_found_by_its_words_and_told_of_by_an_event_device()
    {
        string source = await _iasl.DisassembleAsync([.. Of(Machines.Build(Machines.Speaking), "DSDT")]);
        string flat = Regex.Replace(Regex.Replace(source, "//.*", ""), @"\s+", " ");
        Assert.Contains("Name (_HID, \"QEMU0001\")", flat, StringComparison.Ordinal);
        Assert.Contains("Name (_CID, \"VM_Gen_Counter\")", flat, StringComparison.Ordinal);
        Assert.Contains("Name (_DDN, \"VM_Gen_Counter\")", flat, StringComparison.Ordinal);
        Assert.Contains("Name (ADDR, Package (0x02) { 0x000F0000, Zero })", flat, StringComparison.Ordinal);
        Assert.Contains("Method (_EVT, 1, Serialized) { If ((Arg0 == 0x17)) { Notify (VGEN, 0x80) } }", flat, StringComparison.Ordinal);
    }

    [IaslFact]
    public async Task The_compiler_writes_the_same_root_pointer()
    {
        // This table it compiles but does not disassemble.
        AcpiTables tables = Machines.Build(Machines.Bare);
        AcpiTable xsdt = tables.Tables.Single(table => table.Signature == "XSDT");
        byte[] pointer = await _iasl.CompileAsync($"""
            [0008] Signature : "RSD PTR "
            [0001] Checksum : 00
            [0006] Oem ID : "KVMSDK"
            [0001] Revision : 02
            [0004] RSDT Address : 00000000
            [0004] Length : 00000024
            [0008] XSDT Address : {tables.Base + (ulong)xsdt.Offset:X16}
            [0001] Extended Checksum : 00
            [0003] Reserved : 000000

            """);
        Assert.Equal(pointer, Of(tables, "RSD PTR ").ToArray());
    }

    public void Dispose() => _iasl.Dispose();

    /// <summary>The table but for what names the program that wrote it, and the checksum over that.</summary>
    private static byte[] WithoutCreator(byte[] table) => [.. table[..9], .. table[10..28], .. table[36..]];
}
