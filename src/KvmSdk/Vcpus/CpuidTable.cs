// Why patched: KVM reports what the host's processor is, once for all; a guest must find its own number and the number of
// its siblings, or it would take every CPU for the same one.

using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Spec;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Vcpus;

/// <summary>What the CPUID instruction tells each virtual CPU: what KVM supports, with the machine's own topology.</summary>
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

    // APM volume 3, E.4: leaves 0x8000001D and 0x8000001E are there. Without the bit, an operating system looks on AMD's processors for
    // threads neither in these leaves nor in leaf 0xB.
    private const uint AmdTopology = 0x8000_001E;
    private const uint TopologyExtensions = 1u << 22;

    // KVM's local APIC timer counts nanoseconds.
    private const uint ApicBusKilohertz = 1_000_000;

    private readonly List<kvm_cpuid_entry2> _supported;
    private readonly CpuTopology _topology;
    private readonly bool _tscDeadline;

    internal CpuidTable(List<kvm_cpuid_entry2> supported, CpuTopology topology, bool tscDeadline)
    {
        _supported = supported;
        _topology = topology;
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

    /// <summary>Whether AMD's own leaf must tell of threads: the vendor is "AuthenticAMD" or "HygonGenuine".</summary>
    private bool TellsAmdOfThreads => _topology.ThreadsPerCore > 1
        && _supported.Exists(static entry => entry is { function: 0, ebx: 0x6874_7541 or 0x6F67_7948 });

    private uint CpusPerSocket => (uint)_topology.CpusPerSocket;

    /// <summary>Asks KVM what it supports.</summary>
    public static unsafe CpuidTable Read(KvmSystem system, CpuTopology topology)
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
                    return new CpuidTable([.. entries], topology, system.Extension(KvmCap.KVM_CAP_TSC_DEADLINE_TIMER) > 0);
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
    /// <param name="apicId">Its APIC id.</param>
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

        if (TellsAmdOfThreads && !entries.Exists(static entry => entry.function == AmdTopology))
        {
            kvm_cpuid_entry2 entry = new() { function = AmdTopology };
            Patch(ref entry, apicId);
            entries.Add(entry);
        }

        AddTopology(entries, 0xB, apicId);
        AddTopology(entries, 0x1F, apicId);

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

    /// <summary>One sub-leaf a level: threads, then cores. Leaf 0x1F (V2 extended topology) says the same, as there are neither modules nor dies.</summary>
    private void AddTopology(List<kvm_cpuid_entry2> entries, uint leaf, uint apicId)
    {
        if (_supported.Exists(entry => entry.function == 0 && entry.eax >= leaf))
        {
            entries.Add(TopologyLevel(leaf, index: 0, type: 1, (uint)_topology.ThreadBits, (uint)_topology.ThreadsPerCore, apicId));
            entries.Add(TopologyLevel(leaf, index: 1, type: 2, (uint)_topology.SocketBits, CpusPerSocket, apicId));
        }
    }

    private void Patch(ref kvm_cpuid_entry2 entry, uint apicId)
    {
        uint others = CpusPerSocket - 1;
        switch (entry.function)
        {
            case 0x1:
                entry.ebx = (entry.ebx & 0x0000_FFFF) | (CpusPerSocket << 16) | (apicId << 24);
                entry.ecx = (entry.ecx & ~TscDeadline) | (_tscDeadline ? TscDeadline : 0) | Hypervisor;
                entry.edx = (entry.edx & ~HyperThreading) | (others == 0 ? 0 : HyperThreading);
                break;
            case 0x4 when (entry.eax & 0x1F) != 0:
                // Cores in the package, less one; and the CPUs that share this cache, less one.
                entry.eax = (entry.eax & 0x0000_3FFF) | (OtherSharers(entry) << 14) | (Math.Min((uint)_topology.CoresPerSocket - 1, 0x3F) << 26);
                break;
            case 0x8000_0000 when TellsAmdOfThreads:
                entry.eax = Math.Max(entry.eax, AmdTopology);
                break;
            case 0x8000_0001 when TellsAmdOfThreads:
                entry.ecx |= TopologyExtensions;
                break;
            case AddressWidths:
                entry.ecx = (entry.ecx & ~0xF0FFu) | others | ((uint)_topology.SocketBits << 12);
                break;
            case 0x8000_001D when (entry.eax & 0x1F) != 0:
                entry.eax = (entry.eax & ~0x03FF_C000u) | (OtherSharers(entry) << 14);
                break;
            case AmdTopology:
                // The core within its socket, with its threads less one; the socket as the only node of its processor.
                entry.eax = apicId;
                entry.ebx = (((uint)_topology.ThreadsPerCore - 1) << 8) | ((apicId & ((1u << _topology.SocketBits) - 1)) >> _topology.ThreadBits);
                entry.ecx = apicId >> _topology.SocketBits;
                break;
            default:
                break;
        }
    }

    /// <summary>The CPUs that share a cache with this one: those of its socket on the third level, those of its core on the others.</summary>
    private uint OtherSharers(in kvm_cpuid_entry2 cache) => ((cache.eax >> 5) & 7) >= 3 ? CpusPerSocket - 1 : (uint)_topology.ThreadsPerCore - 1;

    private static kvm_cpuid_entry2 TopologyLevel(uint leaf, uint index, uint type, uint shift, uint cpus, uint apicId) => new()
    {
        function = leaf,
        index = index,
        flags = kvm_cpuid_entry2.KVM_CPUID_FLAG_SIGNIFCANT_INDEX,
        eax = shift,
        ebx = cpus,
        ecx = index | (type << 8),
        edx = apicId,
    };
}
