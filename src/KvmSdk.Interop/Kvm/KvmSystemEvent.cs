namespace KvmSdk.Interop;

/// <summary>What the guest announced: <c>type</c> of <see cref="kvm_run.system_event"/> (<c>linux/kvm.h</c>).</summary>
public enum KvmSystemEvent : uint
{
    /// <summary>Power off.</summary>
    KVM_SYSTEM_EVENT_SHUTDOWN = 1,

    /// <summary>Restart.</summary>
    KVM_SYSTEM_EVENT_RESET = 2,

    /// <summary>The guest's kernel reports a crash (Hyper-V crash MSRs).</summary>
    KVM_SYSTEM_EVENT_CRASH = 3,

    /// <summary>A suspended vCPU got a wake-up event.</summary>
    KVM_SYSTEM_EVENT_WAKEUP = 4,

    /// <summary>Suspend.</summary>
    KVM_SYSTEM_EVENT_SUSPEND = 5,

    /// <summary>An SEV guest terminates itself.</summary>
    KVM_SYSTEM_EVENT_SEV_TERM = 6,
}
