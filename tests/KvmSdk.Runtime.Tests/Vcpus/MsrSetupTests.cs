using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Spec;
using KvmSdk.Vcpus;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Runtime.Tests.Vcpus;

public sealed class MsrSetupTests
{
    private const uint MtrrDefaultType = 0x2FF;
    private const uint Mtrr = 1u << 12;

    [KvmFact]
    public void Memory_is_write_back_by_default_where_CPUID_announces_memory_types()
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        CpuidTable cpuid = CpuidTable.Read(system, CpuTopology.Flat(1));
        Assert.Equal(cpuid.HasMtrrs, (cpuid.For(0, 2_000_000).Single(static entry => entry.function == 1).edx & Mtrr) != 0);

        Assert.Equal(cpuid.HasMtrrs ? 0x806UL : null, DefaultTypeAfter(system, cpuid, MsrSetup.Read(system, cpuid.HasMtrrs)));
    }

    [KvmFact]
    public void Without_memory_types_the_register_is_left_alone()
    {
        using var system = KvmSystem.Open("/dev/kvm", KvmRequirements.Always, null);
        CpuidTable cpuid = CpuidTable.Read(system, CpuTopology.Flat(1));

        Assert.NotEqual(0x806UL, DefaultTypeAfter(system, cpuid, MsrSetup.Read(system, hasMtrrs: false)));
    }

    /// <summary>Sets up a virtual CPU and reads IA32_MTRR_DEF_TYPE back; null if KVM does not have it.</summary>
    private static unsafe ulong? DefaultTypeAfter(KvmSystem system, CpuidTable cpuid, MsrSetup msrs)
    {
        int vm = Libc.ioctl(system.Number, KVM_CREATE_VM, 0);
        Assert.True(vm >= 0);
        using Descriptor machine = new(vm);
        int number = Libc.ioctl(vm, KVM_CREATE_VCPU, 0);
        Assert.True(number >= 0);
        using Descriptor vcpu = new(number);
        cpuid.Apply(number, 0);
        msrs.Apply(number);

        byte[] buffer = new byte[sizeof(kvm_msrs) + sizeof(kvm_msr_entry)];

        // SAFETY: the buffer holds the header and the one entry that the header announces.
        fixed (byte* start = buffer)
        {
            var list = (kvm_msrs*)start;
            list->nmsrs = 1;
            kvm_msr_entry* entry = kvm_msrs.entries(list);
            entry->index = MtrrDefaultType;
            return Libc.ioctl(number, KVM_GET_MSRS, list) == 1 ? entry->data : null;
        }
    }
}
