using KvmSdk.Interop;
using KvmSdk.Kernel;
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
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, cpus).For(apicId, 2_000_000);

        kvm_cpuid_entry2 features = Assert.Single(entries, static entry => entry.function == 1);
        Assert.Equal(apicId, features.ebx >> 24);
        Assert.Equal((uint)cpus, (features.ebx >> 16) & 0xFF);
        Assert.Equal(cpus > 1, (features.edx & (1u << 28)) != 0);
        Assert.NotEqual(0u, features.ecx & (1u << 31));

        kvm_cpuid_entry2[] topology = [.. entries.Where(static entry => entry.function == 0xB)];
        Assert.Equal([(0u, 0u, 1u, apicId), (1u, idBits, (uint)cpus, apicId)], topology.Select(static entry => (entry.index, entry.eax, entry.ebx, entry.edx)));
        Assert.DoesNotContain(entries, static entry => entry.function == 0x1F);
        Assert.All(entries.Where(static entry => entry.function == 0x8000_0008), entry => Assert.Equal((uint)cpus - 1, entry.ecx & 0xFF));
    }

    [KvmTheory]
    [InlineData(2_400_000u, true)]
    [InlineData(0u, false)]
    public void The_hypervisors_leaves_tell_the_frequencies_if_they_are_known(uint tscKilohertz, bool told)
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, 1).For(0, tscKilohertz);
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
        Assert.InRange(CpuidTable.Read(system, 1).AddressBits, 32, 52);
    }

    [KvmFact]
    public void No_entry_is_given_twice()
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        List<kvm_cpuid_entry2> entries = CpuidTable.Read(system, 2).For(0, 2_000_000);
        Assert.Equal(entries.Count, entries.Select(static entry => (entry.function, entry.index)).Distinct().Count());
    }
}
