using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Console;

// Why output is left in the guest's memory: a buffer that the host has no room for is not given back, which is all that makes a driver
// wait. Nothing is copied to a queue of ours, so a flood of output occupies no memory of the host's.

/// <summary>One port's two queues: bytes out of the guest, and bytes into it.</summary>
[HotPath]
internal sealed class ConsolePortQueues
{
    /// <summary>The size of a port's queues: a driver fills the receiving one with pages of its own.</summary>
    public const ushort QueueSize = 128;

    // How many bytes of one request are moved at a time; the rest of a flood is left for another turn.
    private const int MostAtOnce = 1 << 18;

    private readonly DescriptorChain _output = new(QueueSize);
    private readonly DescriptorChain _input = new(QueueSize);
    private readonly byte[] _name;
    private SplitQueue? _receive;
    private SplitQueue? _send;
    private bool _holds;
    private ulong _consumed;
    private bool _inputWaits;

    public ConsolePortQueues(ReadOnlySpan<byte> name) => _name = name.ToArray();

    /// <summary>The name by which the guest finds the port; empty for a console.</summary>
    public ReadOnlySpan<byte> Name => _name;

    public ConsoleTraffic Traffic { get; } = new();

    /// <summary>Whether the guest has its end open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether the host has its end open.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>Whether the driver has said that it has taken the port.</summary>
    public bool IsReady { get; set; }

    /// <summary>Messages to the driver that are not sent yet.</summary>
    public PendingMessages Pending { get; set; }

    public void Activate(SplitQueue receive, SplitQueue send)
    {
        _receive = receive;
        _send = send;
    }

    public void Reset()
    {
        _receive = _send = null;
        _holds = false;
        _consumed = 0;
        IsOpen = IsReady = false;
        Pending = PendingMessages.None;
    }

    /// <summary>Moves what the guest sends to the host, until there is no more or no room.</summary>
    /// <param name="backend">The host.</param>
    /// <param name="port">The port's number there.</param>
    /// <param name="more">Whether there is more, for which others shall not wait.</param>
    /// <returns>False if the driver broke a rule.</returns>
    public bool Send<TBackend>(TBackend backend, int port, out bool more)
        where TBackend : struct, IConsoleBackend
    {
        more = false;
        if (_send is not { } queue) return true;
        queue.SuppressNotifications();
        int moved = 0;
        for (int budget = queue.Size; budget > 0 && moved < MostAtOnce; budget--)
        {
            if (!_holds)
            {
                QueuePop pop = queue.TryPop(_output);
                if (pop == QueuePop.Broken) return false;
                if (pop == QueuePop.Empty)
                {
                    if (!queue.RequestNotifications()) return true;
                    continue;
                }

                // Section 5.3.6: what is sent is the driver's to write.
                if (_output.WritableLength != 0) return false;
                _holds = true;
                _consumed = 0;
            }

            if (!MoveHeld(backend, port, MostAtOnce - moved, out int bytes))
            {
                // No room: the shell comes again. In the meantime the driver need not notify, since nobody would look.
                if (moved + bytes < MostAtOnce)
                {
                    Traffic.Stalled();
                    return true;
                }

                break;
            }

            moved += bytes;
            queue.Push(_output.Head, 0);
            Traffic.SentBuffer();
            _holds = false;
        }

        more = true;
        return true;
    }

    /// <summary>Gives input to the guest, as much as it has buffers for.</summary>
    /// <returns>How many bytes were taken, from the front; -1 if the driver broke a rule.</returns>
    public int Receive(ReadOnlySpan<byte> bytes)
    {
        int given = 0;
        while (given < bytes.Length)
        {
            if (_receive is not { } queue || !IsOpen) break;
            QueuePop pop = queue.TryPop(_input);
            if (pop == QueuePop.Empty)
            {
                if (queue.RequestNotifications()) continue;
                break;
            }

            // Section 5.3.6: a buffer to receive into is the device's to write.
            if (pop == QueuePop.Broken || _input.ReadableLength != 0) return -1;
            int part = _input.Write(bytes[given..]);
            queue.Push(_input.Head, (uint)part);
            given += part;
        }

        Traffic.Received(given);
        if (given < bytes.Length)
        {
            _inputWaits = true;
            Traffic.Refused();
        }

        return given;
    }

    /// <summary>Whether somebody waits to give input, who is now to try again; asking counts as having told him.</summary>
    public bool TakeInputWaits()
    {
        bool waits = _inputWaits;
        _inputWaits = false;
        return waits;
    }

    /// <summary>Whether the chains given back since the last call deserve an interrupt.</summary>
    public bool TakeInterrupt() => (_send?.TakeInterrupt() ?? false) | (_receive?.TakeInterrupt() ?? false);

    /// <summary>Everything that the port remembers between two calls.</summary>
    public ConsolePortState Save() => new()
    {
        IsOpen = IsOpen,
        IsConnected = IsConnected,
        IsReady = IsReady,
        Pending = (byte)Pending,
        HoldsOutput = _holds,
        OutputHead = _holds ? _output.Head : (ushort)0,
        OutputConsumed = _holds ? _consumed : 0,
    };

    /// <summary>Goes on where another port was. After <see cref="Activate"/>, if the driver runs the device.</summary>
    /// <returns>Whether the state can be; if not, nothing is changed but that no output is held.</returns>
    public bool TryRestore(in ConsolePortState state)
    {
        _holds = false;
        if ((state.Pending & ~(byte)PendingMessages.All) != 0) return false;
        if (state.HoldsOutput)
        {
            if (_send is null || !_send.TryTakeAgain(state.OutputHead, _output)) return false;
            if (_output.WritableLength != 0 || state.OutputConsumed > _output.ReadableLength) return false;
            _holds = true;
            _consumed = state.OutputConsumed;
        }

        IsOpen = state.IsOpen;
        IsConnected = state.IsConnected;
        IsReady = state.IsReady;
        Pending = (PendingMessages)state.Pending;
        return true;
    }

    /// <summary>Moves the held chain on, at most so many bytes of it; true once all of it is moved.</summary>
    private bool MoveHeld<TBackend>(TBackend backend, int port, int most, out int moved)
        where TBackend : struct, IConsoleBackend
    {
        moved = 0;
        ulong skip = _consumed;
        foreach (IoVector piece in _output.Readable)
        {
            if (skip >= piece.Length)
            {
                skip -= piece.Length;
                continue;
            }

            Span<byte> bytes = piece.Skip((nuint)skip).First(most - moved);
            skip = 0;
            int taken = backend.Write(port, bytes);
            moved += taken;
            _consumed += (uint)taken;
            Traffic.Sent(taken);
            if (taken < bytes.Length) return false;
            if (moved == most) break;
        }

        return _consumed == _output.ReadableLength;
    }
}
