namespace KvmSdk.Interop;

/// <summary>What went wrong inside KVM: <c>suberror</c> of <see cref="kvm_run.@internal"/> (<c>linux/kvm.h</c>).</summary>
public enum KvmInternalError : uint
{
    /// <summary>The instruction emulator does not know the instruction: see <see cref="kvm_run.emulation_failure"/>.</summary>
    KVM_INTERNAL_ERROR_EMULATION = 1,

    /// <summary>Two exceptions at once.</summary>
    KVM_INTERNAL_ERROR_SIMUL_EX = 2,

    /// <summary>The processor left the guest while delivering an event.</summary>
    KVM_INTERNAL_ERROR_DELIVERY_EV = 3,

    /// <summary>The processor left the guest for a reason this KVM never enables.</summary>
    KVM_INTERNAL_ERROR_UNEXPECTED_EXIT_REASON = 4,
}
