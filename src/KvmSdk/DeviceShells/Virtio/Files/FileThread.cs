// Why a thread of its own kind: the umask belongs to a process, and a guest applies its own; and what root may do that a guest must not
// have done for it, no argument of a call can leave out. Both are properties of a thread that can be had without the others.

using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

/// <summary>Prepares the thread that serves a shared directory.</summary>
internal static class FileThread
{
    private const uint Capabilities =
        (1u << Libc.CAP_CHOWN) | (1u << Libc.CAP_DAC_OVERRIDE) | (1u << Libc.CAP_DAC_READ_SEARCH)
        | (1u << Libc.CAP_FOWNER) | (1u << Libc.CAP_SETGID) | (1u << Libc.CAP_SETUID);

    /// <summary>
    /// Takes this thread's umask apart and off. Of root's capabilities it keeps those that reach files of any owner and make files for one; without
    /// the rest the kernel clears set-user-id bits of what is written, and makes no device. What a host does not allow (containers) stays as it is.
    /// </summary>
    public static unsafe void Prepare()
    {
        if (Libc.unshare(Libc.CLONE_FS) == 0)
        {
            _ = Libc.umask(0);
        }

        if (Libc.geteuid() != 0)
        {
            return;
        }

        // Else making a file for a user would need that user's permissions in the directory, without his other groups.
        _ = Libc.prctl(Libc.PR_SET_SECUREBITS, Libc.SECBIT_NO_SETUID_FIXUP, 0, 0, 0);
        __user_cap_header_struct header = new() { version = Libc._LINUX_CAPABILITY_VERSION_3 };
        __user_cap_data_struct* data = stackalloc __user_cap_data_struct[2];
        data[0] = new() { effective = Capabilities, permitted = Capabilities };
        data[1] = default;

        // SAFETY: the kernel reads the locals. It fails where one of them is not there to be kept, as in some containers.
        _ = Libc.capset(&header, data);
    }
}
