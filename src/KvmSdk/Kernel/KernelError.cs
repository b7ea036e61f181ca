// Why: every refusal of the kernel reaches the user as the same kind of sentence, and the code that asks stays readable.

using System.Diagnostics.CodeAnalysis;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>Makes exceptions of failed system calls.</summary>
internal static class KernelError
{
    private const string TooManyFiles = "raise the limit on open files (ulimit -n), or run fewer machines";
    private const string TooLittleMemory = "free memory on the host, or give the machine less (--memory)";

    /// <summary>Throws for a failed call, with a remedy that fits the error where the caller knows no better one.</summary>
    /// <param name="where">The ioctl, system call or file.</param>
    /// <param name="errno">What the kernel said; read in the statement after the call.</param>
    /// <param name="remedy">What the user can do; null for the usual advice on this error.</param>
    [DoesNotReturn]
    public static void Throw(string where, Errno errno, string? remedy = null) => throw Make(where, errno, remedy);

    /// <summary>The exception that <see cref="Throw"/> throws.</summary>
    public static HostException Make(string where, Errno errno, string? remedy = null) =>
        new(where, $"{errno} ({errno.Describe()})", remedy ?? Usual(errno));

    private static string Usual(Errno errno) => errno switch
    {
        Errno.EMFILE or Errno.ENFILE => TooManyFiles,
        Errno.ENOMEM or Errno.ENOSPC => TooLittleMemory,
        Errno.EPERM or Errno.EACCES => "run as a user who may do this",
        _ => "the kernel log (dmesg) may tell more",
    };
}
