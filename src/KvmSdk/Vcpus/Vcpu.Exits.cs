// Why apart from the loop: what stands here happens once in a machine's life, or when somebody asked for attention. It may
// allocate and format, and must not make the loop longer.

using System.Globalization;
using System.Runtime.CompilerServices;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Vcpus;

namespace KvmSdk;

public sealed unsafe partial class Vcpu
{
    /// <summary>Handles an exit that is no device access.</summary>
    /// <returns>Whether to go on.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HandleOther(kvm_run* run)
    {
        if (run->exit_reason == KvmExitReason.KVM_EXIT_INTR)
        {
            return Interrupted(run);
        }

        _counters.OtherExits++;
        using VcpuAllocation.Stretch uncounted = VcpuAllocation.Uncounted();
        _lifecycle.End(OutcomeOf(run));
        return false;
    }

    /// <summary>Handles a <c>KVM_RUN</c> that returned -1.</summary>
    /// <returns>Whether to go on.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HandleFailure(kvm_run* run, Errno errno)
    {
        // EAGAIN is how a processor that waits for its start-up message reports that something may have come.
        if (errno is Errno.EINTR or Errno.EAGAIN)
        {
            return Interrupted(run);
        }

        string remedy = errno == Errno.EFAULT
            ? "the guest touched memory that the host could not provide; look for exhausted memory or huge pages on the host, and for errors of the storage where a file is the guest's memory"
            : "the kernel log (dmesg) may tell more";
        _counters.OtherExits++;
        using VcpuAllocation.Stretch uncounted = VcpuAllocation.Uncounted();
        MachineOutcome? known = errno == Errno.EFAULT ? FindMissingMemory?.Invoke() : null;
        _lifecycle.End(known ?? new MachineOutcome.HostFailure(Name, KernelError.Make("KVM_RUN", errno, remedy)));
        return false;
    }

    private bool Interrupted(kvm_run* run)
    {
        _counters.Interruptions++;
        Volatile.Write(ref _counters.AllocatedBytes, VcpuAllocation.Read());

        // Cleared before the requests are read: a request made in between sets it again, and the next entry returns at once.
        Volatile.Write(ref run->immediate_exit, 0);
        Interlocked.MemoryBarrier();
        return _lifecycle.Checkpoint();
    }

    private MachineOutcome OutcomeOf(kvm_run* run)
    {
        switch (run->exit_reason)
        {
            case KvmExitReason.KVM_EXIT_SHUTDOWN:
                return new MachineOutcome.TripleFault(Index, VcpuInspector.ReadRegisters(Number));
            case KvmExitReason.KVM_EXIT_INTERNAL_ERROR:
                MachineRegisters registers = VcpuInspector.ReadRegisters(Number);
                return new MachineOutcome.InternalError(
                    Index,
                    (uint)run->@internal.suberror,
                    registers,
                    VcpuInspector.ReadInstruction(Number, run, _memory, registers));
            case KvmExitReason.KVM_EXIT_FAIL_ENTRY:
                return new MachineOutcome.EntryFailure(
                    Index, run->fail_entry.hardware_entry_failure_reason, VcpuInspector.ReadRegisters(Number));
            case KvmExitReason.KVM_EXIT_SYSTEM_EVENT:
                return OutcomeOf(run->system_event.type);
            case KvmExitReason.KVM_EXIT_UNKNOWN:
                return Unexpected(string.Create(
                    CultureInfo.InvariantCulture, $"KVM_EXIT_UNKNOWN, hardware reason 0x{run->hw.hardware_exit_reason:X}"));
            default:
                return Unexpected(VcpuInspector.NameOf(run->exit_reason));
        }
    }

    private MachineOutcome OutcomeOf(KvmSystemEvent type) => type switch
    {
        KvmSystemEvent.KVM_SYSTEM_EVENT_SHUTDOWN => new MachineOutcome.PowerOff(),
        KvmSystemEvent.KVM_SYSTEM_EVENT_RESET => new MachineOutcome.Reset("paravirtual interface"),
        KvmSystemEvent.KVM_SYSTEM_EVENT_CRASH => new MachineOutcome.Crash(Index),
        _ => Unexpected($"KVM_EXIT_SYSTEM_EVENT, {type}"),
    };

    private MachineOutcome.UnexpectedExit Unexpected(string reason) => new(Index, reason, VcpuInspector.ReadRegisters(Number));
}
