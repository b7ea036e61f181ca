using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>Start and halt state of a vCPU, for <c>KVM_GET_MP_STATE</c> and <c>KVM_SET_MP_STATE</c> (<c>linux/kvm.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct kvm_mp_state
{
    /// <summary>In <see cref="mp_state"/>: the vCPU runs.</summary>
    public const uint KVM_MP_STATE_RUNNABLE = 0;

    /// <summary>In <see cref="mp_state"/>: an application processor before its INIT.</summary>
    public const uint KVM_MP_STATE_UNINITIALIZED = 1;

    /// <summary>In <see cref="mp_state"/>: INIT came, the start-up interrupt did not.</summary>
    public const uint KVM_MP_STATE_INIT_RECEIVED = 2;

    /// <summary>In <see cref="mp_state"/>: HLT, waiting for an interrupt.</summary>
    public const uint KVM_MP_STATE_HALTED = 3;

    /// <summary>In <see cref="mp_state"/>: the start-up interrupt just came.</summary>
    public const uint KVM_MP_STATE_SIPI_RECEIVED = 4;

    /// <summary>In <see cref="mp_state"/>: waiting for the end of an SEV-ES application processor reset.</summary>
    public const uint KVM_MP_STATE_AP_RESET_HOLD = 9;

    /// <summary>The state.</summary>
    public uint mp_state;
}
