// Why bounded: a guest may send for ever and a program may forget to read. At the limit the guest is made to wait; only a
// pause or the end of the machine lets what is under way pass, which is one transmit ring for each.

namespace KvmSdk.Consoles;

/// <summary>Guest output on its way to a reader in the program: a queue of bytes with a limit. Every member may be used from any thread.</summary>
/// <param name="limit">Bytes that it holds before the guest has to wait; at least 1.</param>
internal sealed class OutputBuffer(int limit)
{
    /// <summary>The usual limit.</summary>
    public const int DefaultLimit = 1 << 20;

    private readonly object _gate = new();
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _count;
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
                return Math.Max(0, limit - _count);
            }
        }
    }

    /// <summary>Adds bytes, once there is room for them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="mustNotWait">Whether to add them in any case; asked again after <see cref="Release"/>.</param>
    public void Write(ReadOnlySpan<byte> bytes, Func<bool> mustNotWait)
    {
        TaskCompletionSource? arrival;
        lock (_gate)
        {
            while (_count > 0 && bytes.Length > limit - _count && !mustNotWait())
            {
                Monitor.Wait(_gate);
            }

            Append(bytes);
            arrival = _arrival;
            _arrival = null;
        }

        arrival?.TrySetResult();
    }

    /// <summary>Makes a <see cref="Write"/> that waits ask again whether it may.</summary>
    public void Release()
    {
        lock (_gate)
        {
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
            hadNoRoom = _count >= limit;
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
