// Why no timer descriptors: every wait here is equally long, so that whoever asked first is due first, and the wait for
// events has a time limit anyway. That costs no system call.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace KvmSdk.Events;

/// <summary>The calls an event loop was asked to make after a while, in the order in which they are due. For one thread.</summary>
[HotPath]
internal sealed class LaterCalls
{
    /// <summary>How long a call is put off, in milliseconds: too short to notice, long enough to collect what comes in the meantime.</summary>
    public const int Milliseconds = 2;

    private static readonly long _delay = Milliseconds * Stopwatch.Frequency / 1000;

    // One place for each handler that may wait is enough; it grows if there are more, which happens once.
    private (ILaterHandler Handler, long Due)[] _calls = new (ILaterHandler, long)[8];
    private int _first;
    private int _count;

    /// <summary>How long until the first is due, for <c>epoll_wait</c>: rounded up, and -1 if there is none.</summary>
    public int MillisecondsLeft => _count == 0
        ? -1
        : (int)Math.Max(0, ((_calls[_first].Due - Stopwatch.GetTimestamp()) * 1000 + Stopwatch.Frequency - 1) / Stopwatch.Frequency);

    /// <summary>Puts a call off.</summary>
    public void Add(ILaterHandler handler)
    {
        if (_count == _calls.Length)
        {
            Grow();
        }

        _calls[(_first + _count) % _calls.Length] = (handler, Stopwatch.GetTimestamp() + _delay);
        _count++;
    }

    /// <summary>Takes the next call that is due.</summary>
    public bool TryTakeDue([NotNullWhen(true)] out ILaterHandler? handler)
    {
        handler = null;
        if (_count == 0 || _calls[_first].Due > Stopwatch.GetTimestamp())
        {
            return false;
        }

        handler = _calls[_first].Handler;
        _calls[_first] = default;
        _first = (_first + 1) % _calls.Length;
        _count--;
        return true;
    }

    private void Grow()
    {
#pragma warning disable KVM0702 // Once: there are not more handlers than devices.
        var larger = new (ILaterHandler, long)[_calls.Length * 2];
#pragma warning restore KVM0702
        for (int i = 0; i < _count; i++)
        {
            larger[i] = _calls[(_first + i) % _calls.Length];
        }

        (_calls, _first) = (larger, 0);
    }
}
