using System.Runtime.InteropServices;

namespace KvmSdk.CommandLine;

/// <summary>
/// Turns the signals that end a program into a stop of its machine, so that the terminal is restored and everything is given
/// back. A second signal is left to its default action: whoever insists need not wait.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int SignalHangUp = 1;
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;

    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _stop;
    private int _received;

    /// <summary>Listens until disposed.</summary>
    /// <param name="stop">Called once, at the first signal, on a thread of the runtime.</param>
    public StopSignals(Action stop)
    {
        _stop = stop;
        _registrations =
        [
            Listen(PosixSignal.SIGHUP, SignalHangUp),
            Listen(PosixSignal.SIGINT, SignalInterrupt),
            Listen(PosixSignal.SIGTERM, SignalTerminate),
        ];
    }

    /// <summary>The number of the first signal that arrived; 0 for none.</summary>
    public int Received => Volatile.Read(ref _received);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private PosixSignalRegistration Listen(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        if (Interlocked.CompareExchange(ref _received, number, 0) == 0)
        {
            context.Cancel = true;
            _stop();
        }
    });
}
