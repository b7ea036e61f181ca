// Why every way out is watched: a terminal that stays raw after its program is a shell in which nothing typed is seen. The mode
// belongs to the terminal, not to the process, so the kernel does not give it back.

using System.Runtime.InteropServices;
using KvmSdk.Interop;

namespace KvmSdk.Consoles;

/// <summary>
/// A terminal in raw mode, until this is disposed or the process ends: by its end, by an unhandled exception, or by a signal. While
/// the process is stopped (SIGTSTP) the terminal has its own mode, and raw mode again when it goes on (SIGCONT).
/// </summary>
internal sealed unsafe class StandardTerminalMode : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _descriptor;
    private readonly termios _own;
    private readonly termios _raw;
    private readonly PosixSignalRegistration[] _signals;
    private bool _disposed;

    private StandardTerminalMode(int descriptor, in termios own)
    {
        _descriptor = descriptor;
        _own = own;
        _raw = RawFrom(own);
        AppDomain.CurrentDomain.ProcessExit += RestoreAtExit;
        AppDomain.CurrentDomain.UnhandledException += RestoreAtExit;
#pragma warning disable CA1416 // Windows has no SIGTSTP and SIGCONT; KVM is Linux's.
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, RestoreForSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, RestoreForSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, RestoreForSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, RestoreForSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTSTP, StopWithOwnMode),
            PosixSignalRegistration.Create(PosixSignal.SIGCONT, GoOnRaw),
        ];
#pragma warning restore CA1416
        Set(raw: true);
    }

    /// <summary>Puts a terminal into raw mode.</summary>
    /// <returns>The mode; null if the descriptor is no terminal.</returns>
    public static StandardTerminalMode? Enter(int descriptor)
    {
        termios own;

        // SAFETY: the C library writes one local.
        return Libc.tcgetattr(descriptor, &own) == 0 ? new(descriptor, own) : null;
    }

    /// <summary>Gives the terminal its own mode back. Doing it twice is fine.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            Set(raw: false);
            _disposed = true;
        }

        AppDomain.CurrentDomain.ProcessExit -= RestoreAtExit;
        AppDomain.CurrentDomain.UnhandledException -= RestoreAtExit;
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    /// <summary>
    /// Every key passes at once, unechoed, and raises no signal. Two departures from the C library's raw mode: output keeps being processed,
    /// as in QEMU, so that a guest's bare line feed also returns the carriage (one that sends both loses nothing); and a read returns at once
    /// when there is nothing, so that another reader of the terminal cannot make the event loop wait.
    /// </summary>
    private static termios RawFrom(termios mode)
    {
        uint output = mode.c_oflag;

        // SAFETY: the C library changes the parameter's own copy.
        Libc.cfmakeraw(&mode);
        mode.c_oflag = output;
        mode.c_cc[termios.VMIN] = 0;
        mode.c_cc[termios.VTIME] = 0;
        return mode;
    }

    private void RestoreAtExit(object? sender, EventArgs e) => Set(raw: false);

    /// <summary>Restores the mode and leaves the signal to its action: it may stop or end the process right after this.</summary>
    private void RestoreForSignal(PosixSignalContext context) => Set(raw: false);

    /// <summary>
    /// The user stops the job. The runtime does not pass this signal on to its action once somebody listens, so the process is stopped here, by
    /// the signal that cannot be listened to.
    /// </summary>
    private void StopWithOwnMode(PosixSignalContext context)
    {
        context.Cancel = true;
        Set(raw: false);
        _ = Libc.tgkill(Libc.getpid(), Libc.gettid(), Libc.SIGSTOP);
    }

    /// <summary>The job goes on. Cancelled, because the runtime would then set the terminal as it found it, which undoes this.</summary>
    private void GoOnRaw(PosixSignalContext context)
    {
        context.Cancel = true;
        Set(raw: true);
    }

    private void Set(bool raw)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            termios mode = raw ? _raw : _own;

            // At once: waiting for output to drain could take for ever, and on the way out nothing may wait.
            // SAFETY: the C library reads one local. It fails only if the terminal is gone, and then there is nothing to restore.
            _ = Libc.tcsetattr(_descriptor, Libc.TCSANOW, &mode);
        }
    }
}
