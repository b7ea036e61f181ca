using System.Text;
using KvmSdk.Model.Acpi;
using static KvmSdk.Model.Tests.Acpi.TableBytes;

namespace KvmSdk.Model.Tests.Acpi;

public sealed class AcpiTablesTests
{
    public static TheoryData<string> Names => [.. Machines.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_guest_finds_every_table_from_the_root_pointer(string name)
    {
        AcpiTables tables = Machines.Build(Machines.All[name]);
        ReadOnlySpan<byte> pointer = Of(tables, "RSD PTR ");
        Assert.Equal(0xE_0000UL, tables.Base);
        Assert.Equal(0, tables.Tables[0].Offset);
        Assert.Equal(36u, U32(pointer, 20));
        Assert.Equal(2, pointer[15]);
        Assert.Equal(0, Sum(pointer[..20]));
        Assert.Equal(0, Sum(pointer));

        Assert.Equal("XSDT", SignatureAt(tables, U64(pointer, 24)));
        ReadOnlySpan<byte> xsdt = Of(tables, "XSDT");
        Assert.Equal(36 + 16, xsdt.Length);
        Assert.Equal("FACP", SignatureAt(tables, U64(xsdt, 36)));
        Assert.Equal("APIC", SignatureAt(tables, U64(xsdt, 44)));
        ReadOnlySpan<byte> fadt = Of(tables, "FACP");
        Assert.Equal("DSDT", SignatureAt(tables, U64(fadt, 140)));
        Assert.Equal("DSDT", SignatureAt(tables, U32(fadt, 40)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_table_states_its_length_and_sums_to_zero(string name)
    {
        AcpiTables tables = Machines.Build(Machines.All[name]);
        foreach (AcpiTable table in tables.Tables.Skip(1))
        {
            ReadOnlySpan<byte> bytes = Of(tables, table.Signature);
            Assert.Equal(table.Signature, Text(bytes, 0, 4));
            Assert.Equal((uint)table.Length, U32(bytes, 4));
            Assert.Equal(0, Sum(bytes));
            Assert.Equal("KVMSDKKVMSDKVM", Text(bytes, 10, 14));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tables_stand_in_order_at_multiples_of_16_with_zeros_between(string name)
    {
        AcpiTables tables = Machines.Build(Machines.All[name]);
        Assert.Equal(["RSD PTR ", "XSDT", "FACP", "APIC", "DSDT"], tables.Tables.Select(table => table.Signature));
        int end = 0;
        foreach (AcpiTable table in tables.Tables)
        {
            Assert.Equal(0, table.Offset % 16);
            Assert.InRange(table.Offset, end, tables.Bytes.Count);
            Assert.True(tables.Bytes.AsSpan()[end..table.Offset].IndexOfAnyExcept((byte)0) < 0, $"bytes before {table.Signature}");
            end = table.Offset + table.Length;
        }

        Assert.InRange(tables.Bytes.Count, end, AcpiTables.Room);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_machine_always_gives_the_same_tables(string name)
    {
        AcpiTables first = Machines.Build(Machines.All[name]);
        AcpiTables second = Machines.Build(Machines.All[name] with { });
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Fact]
    public void Another_address_moves_every_pointer()
    {
        AcpiTables tables = AcpiTables.Build(Machines.ThreeDisks, 0x7FFF_0010).Tables!;
        Assert.Equal("XSDT", SignatureAt(tables, U64(Of(tables, "RSD PTR "), 24)));
        Assert.Equal("FACP", SignatureAt(tables, U64(Of(tables, "XSDT"), 36)));
        Assert.Equal("DSDT", SignatureAt(tables, U64(Of(tables, "FACP"), 140)));
    }

    [Theory]
    [InlineData(0xE_0008, false)]
    [InlineData(0xFFFF_0000, true)]
    [InlineData(0xFFFF_0010, false)]
    [InlineData(0xFFFF_FFFF_FFFF_FFF0, false)]
    public void The_address_must_be_aligned_and_below_4_GiB(ulong address, bool good)
    {
        AcpiResult result = AcpiTables.Build(Machines.Bare, address);
        Assert.Equal(good, result.Tables is not null);
        Assert.Equal(good, result.Problem is null);
    }

    [Fact]
    public void More_devices_than_the_room_holds_are_a_problem_and_no_exception()
    {
        // One device more at a time, so that both sides of the boundary are seen.
        int devices = Enumerable.Range(1, 4000).First(count => AcpiTables.Build(With(count)).Problem is not null);
        int before = Machines.Build(With(devices - 1)).Bytes.Count;
        int perDevice = before - Machines.Build(With(devices - 2)).Bytes.Count;
        Assert.InRange(before, AcpiTables.Room - perDevice, AcpiTables.Room);
        Assert.Equal(
            $"ACPI tables need {before + perDevice} bytes and there are 65536: the machine has too many devices",
            AcpiTables.Build(With(devices)).Problem);

        static AcpiDescription With(int count) =>
            Machines.Bare with { VirtioDevices = [.. Enumerable.Repeat(Machines.Disk(0, 5), 900 + count)] };
    }

    [Fact]
    public void The_largest_planned_machine_takes_less_than_a_quarter_of_the_room()
    {
        // 22 lines are the most that devices can own, whatever they are.
        AcpiDescription largest = Machines.AllLegacy with
        {
            Cpus = 254,
            MaxCpus = 254,
            VirtioDevices = [.. Enumerable.Range(0, 22).Select(i => Machines.Disk(i, 5))],
        };
        Assert.InRange(Machines.Build(largest).Bytes.Count, 1, AcpiTables.Room / 4);
    }

    private static string SignatureAt(AcpiTables tables, ulong address) =>
        Encoding.ASCII.GetString(tables.Bytes.AsSpan().Slice((int)(address - tables.Base), 4));
}
