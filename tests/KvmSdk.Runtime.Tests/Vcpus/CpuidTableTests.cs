using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Spec;
using KvmSdk.Runtime.Tests.Support;
using KvmSdk.Vcpus;
using static Iced.Intel.AssemblerRegisters;

namespace KvmSdk.Runtime.Tests.Vcpus;

public sealed class CpuidTableTests
{
    [KvmTheory]
    [InlineData(1, 0u, 0u)]
    [InlineData(2, 1u, 1u)]
    [InlineData(3, 2u, 2u)]
    [InlineData(4, 3u, 2u)]
    [InlineData(5, 0u, 3u)]
    [InlineData(254, 253u, 8u)]
    public void Each_cpu_finds_its_number_and_its_siblings(int cpus, uint apicId, uint idBits)
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, CpuTopology.Flat(cpus)).For(apicId, 2_000_000);

        kvm_cpuid_entry2 features = Assert.Single(entries, static entry => entry.function == 1);
        Assert.Equal(apicId, features.ebx >> 24);
        Assert.Equal((uint)cpus, (features.ebx >> 16) & 0xFF);
        Assert.Equal(cpus > 1, (features.edx & (1u << 28)) != 0);
        Assert.NotEqual(0u, features.ecx & (1u << 31));

        kvm_cpuid_entry2[] topology = [.. entries.Where(static entry => entry.function == 0xB)];
        Assert.Equal([(0u, 0u, 1u, apicId), (1u, idBits, (uint)cpus, apicId)], topology.Select(static entry => (entry.index, entry.eax, entry.ebx, entry.edx)));
        Assert.Equal(
            entries.Single(static entry => entry.function == 0).eax >= 0x1F ? topology.Select(static entry => (entry.index, entry.eax, entry.ebx, entry.ecx, entry.edx)) : [],
            entries.Where(static entry => entry.function == 0x1F).Select(static entry => (entry.index, entry.eax, entry.ebx, entry.ecx, entry.edx)));
        Assert.All(entries.Where(static entry => entry.function == 0x8000_0008), entry => Assert.Equal((uint)cpus - 1, entry.ecx & 0xFF));
    }

    /// <summary>Both vendors' leaves, whatever this host's processor is. Two sockets of three cores of two threads: APIC id 0b1_01_1 is CPU 9.</summary>
    [Fact]
    public void Sockets_cores_and_threads_reach_every_leaf_that_tells_of_them()
    {
        const uint level1 = 1u << 5, level3 = 3u << 5, data = 1, rest = 0xFFFF_C000;
        CpuTopology topology = new(2, 3, 2);
        CpuidTable table = new(
            [
                new() { function = 0, eax = 0x1F },
                new() { function = 1, ebx = 0xFFFF_FFFF },
                new() { function = 4, index = 0, eax = rest | level1 | data },
                new() { function = 4, index = 3, eax = rest | level3 | data },
                new() { function = 4, index = 4, eax = 0 },
                new() { function = 0xB, eax = 77 },
                new() { function = 0x8000_0008, eax = 0x3030, ecx = 0xFFFF_FFFF },
                new() { function = 0x8000_001D, index = 0, eax = rest | level1 | data },
                new() { function = 0x8000_001D, index = 3, eax = rest | level3 | data },
                new() { function = 0x8000_001E, ebx = 0xFFFF_FFFF, ecx = 0xFFFF_FFFF },
            ],
            topology,
            tscDeadline: true);

        Assert.Equal(0b1_01_1, topology.ApicId(9));
        List<kvm_cpuid_entry2> entries = table.For(0b1_01_1, 0);

        // SDM volume 2, CPUID: logical processors of the package, and the initial APIC id.
        Assert.Equal(0x0B06_FFFFu, Only(1).ebx);
        Assert.Equal((1u << 28), Only(1).edx & (1u << 28));

        // Sharers of the cache less one from bit 14, cores of the package less one from bit 26.
        Assert.Equal((1u << 14) | (2u << 26), Only(4, 0).eax & rest);
        Assert.Equal((5u << 14) | (2u << 26), Only(4, 3).eax & rest);
        Assert.Equal(0u, Only(4, 4).eax);
        foreach (uint leaf in (uint[])[0xB, 0x1F])
        {
            Assert.Equal((1u, 2u, 0x100u, 0b1_01_1u), (Only(leaf, 0).eax, Only(leaf, 0).ebx, Only(leaf, 0).ecx, Only(leaf, 0).edx));
            Assert.Equal((3u, 6u, 0x201u, 0b1_01_1u), (Only(leaf, 1).eax, Only(leaf, 1).ebx, Only(leaf, 1).ecx, Only(leaf, 1).edx));
        }

        // APM volume 3, E.4: threads of the processor less one and the width of its APIC ids; sharers; core, threads of a core less one, node.
        Assert.Equal(0xFFFF_3F05u, Only(0x8000_0008).ecx);
        Assert.Equal(1u << 14, Only(0x8000_001D, 0).eax & 0x03FF_C000);
        Assert.Equal(5u << 14, Only(0x8000_001D, 3).eax & 0x03FF_C000);
        Assert.Equal((0b1_01_1u, 0x101u, 1u), (Only(0x8000_001E).eax, Only(0x8000_001E).ebx, Only(0x8000_001E).ecx));

        kvm_cpuid_entry2 Only(uint function, uint index = 0) => Assert.Single(entries, entry => entry.function == function && entry.index == index);
    }

    /// <summary>"Auth" of AuthenticAMD, "Genu" of GenuineIntel, which has no such leaves.</summary>
    [Theory]
    [InlineData(0x6874_7541u, 2, true)]
    [InlineData(0x6874_7541u, 1, false)]
    [InlineData(0x756E_6547u, 2, false)]
    public void An_AMD_processor_says_that_its_own_leaf_tells_of_threads(uint vendor, int threads, bool told)
    {
        CpuidTable table = new(
            [new() { function = 0, eax = 0xB, ebx = vendor }, new() { function = 0x8000_0000, eax = 0x8000_000A }, new() { function = 0x8000_0001 }],
            new CpuTopology(1, 2, threads),
            tscDeadline: true);

        List<kvm_cpuid_entry2> entries = table.For(1, 0);
        Assert.Equal(told ? 0x8000_001Eu : 0x8000_000Au, entries.Single(static entry => entry.function == 0x8000_0000).eax);
        Assert.Equal(told ? 1u << 22 : 0, entries.Single(static entry => entry.function == 0x8000_0001).ecx);
        Assert.Equal(told ? [(1u, 0x100u)] : [], entries.Where(static entry => entry.function == 0x8000_001E).Select(static entry => (entry.eax, entry.ebx)));
    }

    [KvmTheory]
    [InlineData(2_400_000u, true)]
    [InlineData(0u, false)]
    public void The_hypervisors_leaves_tell_the_frequencies_if_they_are_known(uint tscKilohertz, bool told)
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, CpuTopology.Flat(1)).For(0, tscKilohertz);
        Assert.Equal(told, entries.Single(static entry => entry.function == 0x4000_0000).eax >= 0x4000_0010);
        Assert.Equal(
            told ? [(tscKilohertz, 1_000_000u)] : [],
            entries.Where(static entry => entry.function == 0x4000_0010).Select(static entry => (entry.eax, entry.ebx)));
    }

    [KvmFact]
    public async Task A_guest_reads_its_time_stamp_counters_frequency()
    {
        // What the leaf says, left in RAM.
        byte[] program = Guest.Assemble(a =>
        {
            a.mov(eax, 0x4000_0010);
            a.cpuid();
            a.mov(rdi, 0x20_0000UL);
            a.mov(__dword_ptr[rdi], eax);
            a.Spin();
        });
        await using TestMachine machine = await new TestVm(program).StartAsync();
        await Patience.UntilAsync(machine, () => machine.Memory.Read<uint>(0x20_0000) != 0);
        Assert.InRange(machine.Memory.Read<uint>(0x20_0000), 100_000u, 10_000_000u);
    }

    [KvmFact]
    public void A_guests_address_bits_are_those_of_an_x86_64_processor()
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        Assert.InRange(CpuidTable.Read(system, CpuTopology.Flat(1)).AddressBits, 32, 52);
    }

    [KvmFact]
    public void No_entry_is_given_twice()
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, CpuTopology.Flat(2)).For(0, 2_000_000);
        Assert.Equal(entries.Count, entries.Select(static entry => (entry.function, entry.index)).Distinct().Count());
    }
}
