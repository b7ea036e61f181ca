// Why patched: KVM reports what the host's processor is, once for all; a guest must find its own number and the number of
// its siblings, or it would take every CPU for the same one.

using System.Numerics;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Vcpus;

/// <summary>What the CPUID instruction tells each virtual CPU: what KVM supports, with the machine's own topology (one package, one thread a core).</summary>
/// <remarks>Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E.</remarks>
internal sealed class CpuidTable
{
    private const int MostEntries = 1024;
    private const uint Mtrr = 1u << 12;
    private const uint HyperThreading = 1u << 28;
    private const uint TscDeadline = 1u << 24;
    private const uint Hypervisor = 1u << 31;

    // The leaf that names KVM and says which hypervisor leaves there are, and the one of them that hypervisors have agreed on for
    // frequencies (VMware's; also QEMU's, and read by several BSDs): with it no guest has a reason to measure.
    private const uint Signature = 0x4000_0000;
    private const uint Frequencies = 0x4000_0010;

    private const uint AddressWidths = 0x8000_0008;

    // KVM's local APIC timer counts nanoseconds.
    private const uint ApicBusKilohertz = 1_000_000;

    private readonly List<kvm_cpuid_entry2> _supported;
    private readonly int _cpus;
    private readonly bool _tscDeadline;

    private CpuidTable(List<kvm_cpuid_entry2> supported, int cpus, bool tscDeadline)
    {
        _supported = supported;
        _cpus = cpus;
        _tscDeadline = tscDeadline;
    }

    /// <summary>Whether the virtual CPUs have memory type range registers: leaf 1, EDX bit 12.</summary>
    public bool HasMtrrs => _supported.Exists(static entry => entry.function == 1 && (entry.edx & Mtrr) != 0);

    /// <summary>The bits of a guest-physical address that KVM can map: leaf 0x80000008, EAX; 0 if it does not say.</summary>
    public int AddressBits => _supported.Find(static entry => entry.function == AddressWidths).eax switch
    {
        var widths when ((widths >> 16) & 0xFF) is > 0 and var guest => (int)guest,
        var widths => (int)(widths & 0xFF),
    };

    /// <summary>The bits of an APIC id that number the CPUs of the package.</summary>
    private uint IdBits => (uint)BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)_cpus));

    /// <summary>Asks KVM what it supports.</summary>
    public static unsafe CpuidTable Read(KvmSystem system, int cpus)
    {
        for (uint room = 128; ; room *= 2)
        {
            byte[] buffer = new byte[sizeof(kvm_cpuid2) + (room * sizeof(kvm_cpuid_entry2))];

            // SAFETY: the buffer has room for the header and as many entries as the header says.
            fixed (byte* start = buffer)
            {
                var list = (kvm_cpuid2*)start;
                list->nent = room;
                int result = Libc.ioctl(system.Number, KVM_GET_SUPPORTED_CPUID, list);
                Errno errno = Libc.errno;
                if (result == 0)
                {
                    var entries = new ReadOnlySpan<kvm_cpuid_entry2>(kvm_cpuid2.entries(list), (int)list->nent);
                    return new CpuidTable([.. entries], cpus, system.Extension(KvmCap.KVM_CAP_TSC_DEADLINE_TIMER) > 0);
                }

                if (errno != Errno.E2BIG || room >= MostEntries)
                {
                    KernelError.Throw("KVM_GET_SUPPORTED_CPUID", errno);
                }
            }
        }
    }

    /// <summary>Gives a virtual CPU its table.</summary>
    /// <param name="vcpu">The vCPU's descriptor.</param>
    /// <param name="apicId">Its APIC id, which is its index.</param>
    public unsafe void Apply(int vcpu, uint apicId)
    {
        List<kvm_cpuid_entry2> entries = For(apicId, TscKilohertz(vcpu));
        byte[] buffer = new byte[sizeof(kvm_cpuid2) + (entries.Count * sizeof(kvm_cpuid_entry2))];

        // SAFETY: the buffer holds the header and exactly as many entries as the header says.
        fixed (byte* start = buffer)
        {
            var list = (kvm_cpuid2*)start;
            list->nent = (uint)entries.Count;
            entries.CopyTo(new Span<kvm_cpuid_entry2>(kvm_cpuid2.entries(list), entries.Count));
            int result = Libc.ioctl(vcpu, KVM_SET_CPUID2, list);
            Errno errno = Libc.errno;
            if (result < 0)
            {
                KernelError.Throw("KVM_SET_CPUID2", errno);
            }
        }
    }

    /// <summary>The entries for one virtual CPU.</summary>
    /// <param name="apicId">Its APIC id.</param>
    /// <param name="tscKilohertz">The frequency of its time stamp counter; 0 if KVM does not know.</param>
    internal List<kvm_cpuid_entry2> For(uint apicId, uint tscKilohertz)
    {
        List<kvm_cpuid_entry2> entries = [];
        foreach (kvm_cpuid_entry2 supported in _supported)
        {
            // The host's topology, in a form (sub-leaves per level) that cannot be patched in place.
            if (supported.function is not (0xB or 0x1F))
            {
                kvm_cpuid_entry2 entry = supported;
                Patch(ref entry, apicId);
                entries.Add(entry);
            }
        }

        if (_supported.Exists(static entry => entry is { function: 0, eax: >= 0xB }))
        {
            entries.Add(TopologyLevel(index: 0, type: 1, shift: 0, cpus: 1, apicId));
            entries.Add(TopologyLevel(index: 1, type: 2, shift: IdBits, (uint)_cpus, apicId));
        }

        int signature = entries.FindIndex(static entry => entry.function == Signature);
        if (signature >= 0 && tscKilohertz != 0)
        {
            entries[signature] = entries[signature] with { eax = Math.Max(entries[signature].eax, Frequencies) };
            entries.Add(new() { function = Frequencies, eax = tscKilohertz, ebx = ApicBusKilohertz });
        }

        return entries;
    }

    // An error is no frequency: a KVM that cannot tell leaves the guest to kvmclock.
    private static uint TscKilohertz(int vcpu) => (uint)Math.Max(0, Libc.ioctl(vcpu, KVM_GET_TSC_KHZ, 0));

    private void Patch(ref kvm_cpuid_entry2 entry, uint apicId)
    {
        uint others = (uint)_cpus - 1;
        switch (entry.function)
        {
            case 0x1:
                entry.ebx = (entry.ebx & 0x0000_FFFF) | ((uint)_cpus << 16) | (apicId << 24);
                entry.ecx = (entry.ecx & ~TscDeadline) | (_tscDeadline ? TscDeadline : 0) | Hypervisor;
                entry.edx = (entry.edx & ~HyperThreading) | (others == 0 ? 0 : HyperThreading);
                break;
            case 0x4 when (entry.eax & 0x1F) != 0:
                // Cores in the package, less one; and the CPUs that share this cache, less one: all share the third level.
                entry.eax = (entry.eax & 0x0000_3FFF) | (SharersOf(entry, others) << 14) | (Math.Min(others, 0x3F) << 26);
                break;
            case AddressWidths:
                entry.ecx = (entry.ecx & ~0xF0FFu) | others | (IdBits << 12);
                break;
            case 0x8000_001D when (entry.eax & 0x1F) != 0:
                entry.eax = (entry.eax & ~0x03FF_C000u) | (SharersOf(entry, others) << 14);
                break;
            case 0x8000_001E:
                entry.eax = apicId;
                entry.ebx = apicId & 0xFF;
                entry.ecx = 0;
                break;
            default:
                break;
        }
    }

    private static uint SharersOf(in kvm_cpuid_entry2 cache, uint others) => ((cache.eax >> 5) & 7) >= 3 ? others : 0;

    private static kvm_cpuid_entry2 TopologyLevel(uint index, uint type, uint shift, uint cpus, uint apicId) => new()
    {
        function = 0xB,
        index = index,
        flags = kvm_cpuid_entry2.KVM_CPUID_FLAG_SIGNIFCANT_INDEX,
        eax = shift,
        ebx = cpus,
        ecx = index | (type << 8),
        edx = apicId,
    };
}
