// Why: this program waits for the lab, which has a QEMU to end and files to delete. If it died of a signal by itself, the
// shell would be back while all of that still went on.

using System.Runtime.InteropServices;

namespace HelloLinux;

/// <summary>Hands the signals that end a program on to another process, which decides what becomes of both.</summary>
internal sealed partial class ForwardedSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public ForwardedSignals() => _registrations = [Forward(PosixSignal.SIGINT, 2), Forward(PosixSignal.SIGTERM, 15), Forward(PosixSignal.SIGHUP, 1)];

    /// <summary>The process; 0 as long as there is none, when signals do what they always do.</summary>
    public int Target { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PosixSignalRegistration Forward(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (Target != 0)
        {
            context.Cancel = true;
            _ = kill(Target, number);
        }
    });

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
