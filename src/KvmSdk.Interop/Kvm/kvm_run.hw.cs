using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

public partial struct kvm_run
{
    /// <summary>The processor left the guest for a reason unknown to KVM.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct hw_struct
    {
        /// <summary>Exit code as the processor gives it.</summary>
        public ulong hardware_exit_reason;
    }

    /// <summary>The processor refused to enter the guest: invalid guest state.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct fail_entry_struct
    {
        /// <summary>Failure code as the processor gives it.</summary>
        public ulong hardware_entry_failure_reason;

        /// <summary>Host processor it happened on.</summary>
        public uint cpu;
    }

    /// <summary>An exception that KVM did not handle.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ex_struct
    {
        /// <summary>Vector and error code of the exception.</summary>
        public uint exception, error_code;
    }
}
