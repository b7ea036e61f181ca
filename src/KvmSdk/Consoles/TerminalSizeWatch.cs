// Why a signal: the kernel tells nobody of a terminal's new size but by SIGWINCH, to the processes in its foreground.

using System.Runtime.InteropServices;
using KvmSdk.Interop;

namespace KvmSdk.Consoles;

/// <summary>Follows the size of a terminal until it is disposed.</summary>
internal sealed unsafe class TerminalSizeWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _descriptor;
    private readonly Action<ushort, ushort> _resized;
    private PosixSignalRegistration? _signal;

    private TerminalSizeWatch(int descriptor, Action<ushort, ushort> resized)
    {
        _descriptor = descriptor;
        _resized = resized;
#pragma warning disable CA1416 // Windows has no SIGWINCH; KVM is Linux's.
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Tell());
#pragma warning restore CA1416
        Tell();
    }

    /// <summary>Begins to follow the first of the descriptors that is a terminal.</summary>
    /// <param name="resized">Told the columns and rows: now, and whenever the kernel says that they changed; on any thread, one call at a time.</param>
    /// <param name="descriptors">The descriptors; they stay open.</param>
    /// <returns>The watch; null if none of them is a terminal.</returns>
    public static TerminalSizeWatch? Of(Action<ushort, ushort> resized, params ReadOnlySpan<int> descriptors)
    {
        foreach (int descriptor in descriptors)
        {
            if (Libc.isatty(descriptor) == 1)
            {
                return new(descriptor, resized);
            }
        }

        return null;
    }

    /// <summary>Ends the calls: none is under way when this returns. Not from one of them.</summary>
    public void Dispose()
    {
        PosixSignalRegistration? signal;
        lock (_gate)
        {
            signal = _signal;
            _signal = null;
        }

        // Outside the gate: it waits for a handler under way, which may wait for the gate.
        signal?.Dispose();
    }

    private void Tell()
    {
        lock (_gate)
        {
            winsize size;

            // SAFETY: the kernel writes one local.
            if (_signal is not null && Libc.ioctl(_descriptor, Libc.TIOCGWINSZ, &size) == 0)
            {
                _resized(size.ws_col, size.ws_row);
            }
        }
    }
}
