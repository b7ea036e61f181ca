// Why bounded: a guest may send for ever and a program may forget to read. At the limit the guest is made to wait; only a
// pause or the end of the machine lets what is under way pass, which is one transmit ring at most.

namespace KvmSdk.Consoles;

/// <summary>Guest output on its way to a reader in the program: a queue of bytes with a limit. Every member may be used from any thread.</summary>
internal sealed class OutputBuffer
{
    /// <summary>Bytes that it holds before the guest has to wait.</summary>
    public const int Limit = 1 << 20;

    private readonly object _gate = new();
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _count;
    private bool _released;
    private bool _releasedForGood;
    private bool _ended;
    private TaskCompletionSource? _arrival;

    /// <summary>Told when there is room again after there was none. Called on the reader's thread.</summary>
    public Action? RoomAvailable { get; set; }

    /// <summary>How many bytes may be added without waiting.</summary>
    public int Room
    {
        get
        {
            lock (_gate)
            {
                return Math.Max(0, Limit - _count);
            }
        }
    }

    /// <summary>Adds bytes, after there is room for them or <see cref="Release"/> was called.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            WaitForRoom(bytes.Length);
            Append(bytes);
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.TrySetResult();
    }

    /// <summary>Lets the <see cref="Write"/> that waits, or the next one that would, pass over the limit; or all from now on.</summary>
    public void Release(bool forGood)
    {
        lock (_gate)
        {
            _released = true;
            _releasedForGood |= forGood;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing more will be added: a reader that has taken everything sees the end.</summary>
    public void End()
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            _ended = true;
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.TrySetResult();
    }

    /// <summary>Takes the oldest bytes.</summary>
    /// <param name="destination">Where they go.</param>
    /// <param name="arrival">If there were none, completes when it is worth trying again; else null.</param>
    /// <returns>How many were taken; 0 with a null <paramref name="arrival"/> is the end.</returns>
    public int Take(Span<byte> destination, out Task? arrival)
    {
        int taken;
        bool hadNoRoom;
        lock (_gate)
        {
            taken = Math.Min(destination.Length, _count);
            if (taken == 0)
            {
                arrival = _ended || destination.IsEmpty ? null : (_arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                return 0;
            }

            arrival = null;
            hadNoRoom = _count >= Limit;
            CopyTo(destination[..taken]);
            _start = (_start + taken) % _bytes.Length;
            _count -= taken;
            Monitor.PulseAll(_gate);
        }

        if (hadNoRoom && Room > 0)
        {
            RoomAvailable?.Invoke();
        }

        return taken;
    }

    private void WaitForRoom(int length)
    {
        while (_count > 0 && length > Limit - _count && !_releasedForGood)
        {
            if (_released)
            {
                _released = false;
                return;
            }

            Monitor.Wait(_gate);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _count < bytes.Length)
        {
            Grow(_count + bytes.Length);
        }

        int end = (_start + _count) % _bytes.Length;
        int first = Math.Min(bytes.Length, _bytes.Length - end);
        bytes[..first].CopyTo(_bytes.AsSpan(end));
        bytes[first..].CopyTo(_bytes);
        _count += bytes.Length;
    }

    private void CopyTo(Span<byte> destination)
    {
        int first = Math.Min(destination.Length, _bytes.Length - _start);
        _bytes.AsSpan(_start, first).CopyTo(destination);
        _bytes.AsSpan(0, destination.Length - first).CopyTo(destination[first..]);
    }

    private void Grow(int needed)
    {
        byte[] larger = new byte[Math.Max(needed, _bytes.Length * 2)];
        CopyTo(larger.AsSpan(0, _count));
        _bytes = larger;
        _start = 0;
    }
}
