using KvmSdk.Model.Acpi;

namespace KvmSdk.Model.Tests.Acpi;

public sealed class AcpiCpuListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(254)]
    public void Shortening_gives_the_bytes_of_a_build_for_so_many_cpus(int maximum)
    {
        AcpiDescription machine = Machines.ThreeDisks with { Cpus = maximum, MaxCpus = maximum };
        AcpiTables most = Machines.Build(machine);
        byte[] copy = new byte[most.Bytes.Count];
        for (int cpus = 1; cpus <= maximum; cpus++)
        {
            most.Bytes.AsSpan().CopyTo(copy);
            AcpiTables.ListCpus(copy, most.CpuLists, cpus);
            AcpiTables built = Machines.Build(machine with { Cpus = cpus });
            Assert.True(built.Bytes.AsSpan().SequenceEqual(copy), $"{cpus} of {maximum} CPUs");
            Assert.Equal(most.CpuLists, built.CpuLists);
        }
    }

    [Fact]
    public void Shortening_twice_gives_the_smaller_machine()
    {
        AcpiDescription machine = Machines.ThreeDisks with { Cpus = 8 };
        AcpiTables most = Machines.Build(machine);
        byte[] copy = [.. most.Bytes];
        AcpiTables.ListCpus(copy, most.CpuLists, 5);
        AcpiTables.ListCpus(copy, most.CpuLists, 2);
        Assert.Equal([.. Machines.Build(machine with { Cpus = 2 }).Bytes], copy);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    public void Tables_never_grow_nor_list_no_cpu(int cpus)
    {
        AcpiTables four = Machines.Build(Machines.ThreeDisks);
        byte[] copy = [.. four.Bytes];
        Assert.Throws<ArgumentOutOfRangeException>(() => AcpiTables.ListCpus(copy, four.CpuLists, cpus));
        Assert.Equal([.. four.Bytes], copy);
    }

    [Fact]
    public void Shortening_allocates_nothing()
    {
        AcpiTables most = Machines.Build(Machines.ThreeDisks with { Cpus = 8 });
        byte[] copy = [.. most.Bytes];
        AcpiTables.ListCpus(copy, most.CpuLists, 8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int cpus = 8; cpus >= 1; cpus--)
        {
            AcpiTables.ListCpus(copy, most.CpuLists, cpus);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
