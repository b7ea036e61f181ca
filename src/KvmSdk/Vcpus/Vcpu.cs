using System.Globalization;
using KvmSdk.Boot.Cpu;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Profiling;
using KvmSdk.Vcpus;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk;

/// <summary>One virtual CPU: its descriptor, its mailbox with KVM, its counts. Runs on one thread of its own.</summary>
public sealed unsafe partial class Vcpu
{
    private readonly MachineLifecycle _lifecycle;
    private readonly GuestMemory _memory;
    private readonly Descriptor _descriptor;
    private readonly nuint _runLength;
    private readonly Lock _kickGate = new();
    private kvm_run* _run;
    private int _thread;
    private VcpuCounters _counters;

    internal Vcpu(int index, uint apicId, Descriptor vm, nuint runLength, MachineLifecycle lifecycle, GuestMemory memory)
    {
        Index = index;
        ApicId = apicId;
        _lifecycle = lifecycle;
        _memory = memory;
        _runLength = runLength;
        _descriptor = Create(index, apicId, vm);
        _run = MapMailbox(_descriptor, runLength);
    }

    /// <summary>Which one, from 0.</summary>
    public int Index { get; }

    /// <summary>Its APIC id, by which KVM knows it.</summary>
    internal uint ApicId { get; }

    /// <summary>How the vCPU's thread and messages call it.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"vCPU {Index}");

    /// <summary>Records every access, if somebody wants to know; set before the thread starts.</summary>
    internal ExitRecorder? Recorder { get; set; }

    /// <summary>Tells, when the guest touched memory that the host could not provide, whose it is; set before the thread starts.</summary>
    internal Func<MachineOutcome?>? FindMissingMemory { get; init; }

    /// <summary>The descriptor's number.</summary>
    internal int Number => _descriptor.Number;

    internal MachineCounters ReadCounters() => _counters.Read();

    /// <summary>Sets the registers that the guest is entered with. Before it runs.</summary>
    internal void SetEntry(in CpuEntryState entry) => EntryRegisters.Apply(Number, entry);

    /// <summary>The calling thread will run this vCPU.</summary>
    internal void Attach()
    {
        int thread = Libc.gettid();
        lock (_kickGate)
        {
            _thread = thread;
        }

        VcpuAllocation.Begin();
    }

    /// <summary>The calling thread will not run it again, and may end: its id then belongs to nobody, or somebody else.</summary>
    internal void Detach()
    {
        Volatile.Write(ref _counters.AllocatedBytes, VcpuAllocation.Read());
        lock (_kickGate)
        {
            _thread = 0;
        }
    }

    /// <summary>Makes the vCPU come to its checkpoint soon, wherever it is. Any thread, at any time, also too late.</summary>
    internal void Kick()
    {
        lock (_kickGate)
        {
            if (_run is null)
            {
                return;
            }

            // The flag catches a vCPU on its way into KVM_RUN, where the signal would be spent too early; the signal catches
            // one inside. Hence this order, and the lock's release or the system call as the barrier between.
            // SAFETY: the mailbox is mapped while the lock is held and _run is not null.
            Volatile.Write(ref _run->immediate_exit, 1);
            Interlocked.MemoryBarrier();
            if (_thread != 0)
            {
                KickSignal.Send(_thread);
            }
        }
    }

    /// <summary>Gives the vCPU back to the kernel. After its thread has ended.</summary>
    internal void Close()
    {
        lock (_kickGate)
        {
            if (_run is not null)
            {
                // SAFETY: the thread that used the mapping has ended, and kicks look at _run under the lock.
                _ = Libc.munmap(_run, _runLength);
                _run = null;
            }
        }

        _descriptor.Dispose();
    }

    private static Descriptor Create(int index, uint apicId, Descriptor vm)
    {
        int number = Libc.ioctl(vm.Number, KVM_CREATE_VCPU, (nint)apicId);
        Errno errno = Libc.errno;
        if (number < 0)
        {
            KernelError.Throw(string.Create(CultureInfo.InvariantCulture, $"KVM_CREATE_VCPU of vCPU {index}"), errno);
        }

        return new Descriptor(number);
    }

    private static kvm_run* MapMailbox(Descriptor descriptor, nuint length)
    {
        // SAFETY: a fresh mapping at an address of the kernel's choice; Close unmaps it.
        void* address = Libc.mmap(null, length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, descriptor.Number, 0);
        Errno errno = Libc.errno;
        if (address == Libc.MAP_FAILED)
        {
            descriptor.Dispose();
            KernelError.Throw("mmap of a vCPU's kvm_run", errno);
        }

        return (kvm_run*)address;
    }
}
