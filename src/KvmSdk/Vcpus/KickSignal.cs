// Why a signal: a thread inside KVM_RUN runs guest code, and only an interrupt brings it out. Why this one: the .NET runtime
// keeps SIGRTMIN for stopping threads, and nothing managed may run as a handler, because the signal can meet a thread in
// the middle of managed code. So the handler is the C library's getpid, which does nothing that matters; what counts is
// that system calls return EINTR, so there is no SA_RESTART.

using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Vcpus;

/// <summary>The real-time signal that makes a vCPU thread leave <c>KVM_RUN</c>. Process-wide; installed with the first machine.</summary>
internal static class KickSignal
{
    private const int Offset = 8;

    private static readonly Lock _gate = new();
    private static int _number;

    /// <summary>Installs the handler unless it is installed already.</summary>
    /// <exception cref="HostException">Somebody else in this process uses the signal.</exception>
    public static void Install()
    {
        lock (_gate)
        {
            if (_number == 0)
            {
                _number = InstallAt(Libc.__libc_current_sigrtmin() + Offset);
            }
        }
    }

    /// <summary>Sends the signal to a thread of this process. One that is not in a system call notices nothing.</summary>
    /// <param name="thread">The kernel's id of a thread that still lives.</param>
    public static void Send(int thread) => _ = Libc.tgkill(Libc.getpid(), thread, _number);

    private static unsafe int InstallAt(int number)
    {
        nint handler = Libc.getpid_address();
        if (handler == 0)
        {
            throw new HostException("getpid", "the C library does not export it", "link the program dynamically against the C library");
        }

        string where = string.Create(CultureInfo.InvariantCulture, $"sigaction of signal {number}");
        sigaction_t action = new() { sa_handler = handler };
        sigaction_t present;

        // SAFETY: both structures are locals; the handler is unmanaged, ignores its argument and is async-signal-safe.
        if (Libc.sigaction(number, null, &present) < 0)
        {
            KernelError.Throw(where, Libc.errno);
        }

        if (present.sa_handler != Libc.SIG_DFL && present.sa_handler != handler)
        {
            throw new HostException(where, "another component of this process handles it", "start machines in a process without that component");
        }

        if (Libc.sigaction(number, &action, null) < 0)
        {
            KernelError.Throw(where, Libc.errno);
        }

        return number;
    }
}
