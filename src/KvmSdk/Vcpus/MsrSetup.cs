using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Vcpus;

/// <summary>The model-specific registers that firmware would have set before it enters an operating system.</summary>
/// <remarks>
/// Registers that <c>KVM_GET_MSR_INDEX_LIST</c> names, since the rest differs between hosts; and the one below that CPUID announces. Intel SDM
/// volume 4.
/// </remarks>
internal sealed class MsrSetup
{
    private static readonly kvm_msr_entry[] _wanted =
    [
        // IA32_MISC_ENABLE, bit 0: fast string operations.
        new() { index = 0x1A0, data = 1 },
    ];

    // IA32_MTRR_DEF_TYPE: enabled, write-back by default. Otherwise all of RAM counts as uncached, and an operating system believes that memory
    // types are switched off. KVM's list leaves the MTRRs out, though it has them wherever CPUID does.
    private static readonly kvm_msr_entry _memoryType = new() { index = 0x2FF, data = 0x806 };

    private readonly kvm_msr_entry[] _entries;
    private readonly int _named;

    private MsrSetup(kvm_msr_entry[] named, bool hasMtrrs)
    {
        _named = named.Length;
        _entries = hasMtrrs ? [.. named, _memoryType] : named;
    }

    /// <summary>Finds out which of the registers KVM knows.</summary>
    /// <param name="system">KVM.</param>
    /// <param name="hasMtrrs">Whether the virtual CPUs' CPUID announces memory type range registers.</param>
    public static unsafe MsrSetup Read(KvmSystem system, bool hasMtrrs)
    {
        const int Room = 4096;
        uint[] buffer = new uint[1 + Room];
        buffer[0] = Room;

        // SAFETY: the buffer has room for as many numbers as its first word says.
        fixed (uint* list = buffer)
        {
            int result = Libc.ioctl(system.Number, KVM_GET_MSR_INDEX_LIST, list);
            Errno errno = Libc.errno;
            if (result < 0)
            {
                KernelError.Throw("KVM_GET_MSR_INDEX_LIST", errno);
            }
        }

        ReadOnlyMemory<uint> known = buffer.AsMemory(1, (int)Math.Min(buffer[0], Room));
        return new MsrSetup([.. _wanted.Where(entry => known.Span.Contains(entry.index))], hasMtrrs);
    }

    /// <summary>Sets them on one virtual CPU, after its CPUID, which decides what exists.</summary>
    public unsafe void Apply(int vcpu)
    {
        byte[] buffer = new byte[sizeof(kvm_msrs) + (_entries.Length * sizeof(kvm_msr_entry))];

        // SAFETY: the buffer holds the header and exactly as many entries as the header says.
        fixed (byte* start = buffer)
        {
            var list = (kvm_msrs*)start;
            list->nmsrs = (uint)_entries.Length;
            _entries.CopyTo(new Span<kvm_msr_entry>(kvm_msrs.entries(list), _entries.Length));
            int set = Libc.ioctl(vcpu, KVM_SET_MSRS, list);
            Errno errno = Libc.errno;
            if (set < 0)
            {
                KernelError.Throw("KVM_SET_MSRS", errno);
            }

            // A KVM that refuses the last one, which it did not name, does without memory types.
            if (set < _named)
            {
                throw new HostException("KVM_SET_MSRS", $"KVM names MSR 0x{_entries[set].index:X} and refuses it", "use another kernel version");
            }
        }
    }
}
