namespace KvmSdk.Interop;

/// <content><c>linux/capability.h</c>: what root may, in parts.</content>
public static unsafe partial class Libc
{
    /// <summary>Version of the structures, for capabilities of 64 bits.</summary>
    public const uint _LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    /// <summary>Number of a capability: give files away; ignore permissions, for everything and for reading; act as any owner; take other ids.</summary>
    public const int CAP_CHOWN = 0, CAP_DAC_OVERRIDE = 1, CAP_DAC_READ_SEARCH = 2, CAP_FOWNER = 3, CAP_SETGID = 6, CAP_SETUID = 7;

    // SAFETY: reads one header and two structures of data.
    /// <summary>Sets the capabilities of this thread. Without a function in the C library.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    public static int capset(__user_cap_header_struct* hdrp, __user_cap_data_struct* datap) => (int)syscall(SYS_capset, (nint)hdrp, (nint)datap, 0);
}
