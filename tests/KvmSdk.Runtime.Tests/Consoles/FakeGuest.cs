using KvmSdk.Consoles;
using KvmSdk.Events;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Consoles;

/// <summary>The guest's end of a console, which takes as much as a test lets it, with a real event loop.</summary>
internal sealed class FakeGuest : IConsoleReceiver, IDisposable
{
    private readonly object _gate = new();
    private readonly List<byte> _received = [];
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _room = int.MaxValue;
    private bool _refused;
    private int _stops;

    public FakeGuest()
    {
        Events = new EventLoop(cause => _failure.TrySetResult(cause));
        Input = new ConsoleInput(this, Events);
        Events.Start();
    }

    public EventLoop Events { get; }

    public ConsoleInput Input { get; }

    /// <summary>What a handler on the loop threw.</summary>
    public Task<Exception> Failure => _failure.Task;

    public int Stops => Volatile.Read(ref _stops);

    /// <summary>How many bytes the guest still takes; more of it raises <see cref="ConsoleInput.SpaceAvailable"/>, as a port does.</summary>
    public void SetRoom(int room)
    {
        bool tell;
        lock (_gate)
        {
            _room = room;
            tell = _refused && room > 0;
            _refused &= !tell;
        }

        if (tell)
        {
            Input.RaiseSpaceAvailable();
        }
    }

    public byte[] Received()
    {
        lock (_gate)
        {
            return [.. _received];
        }
    }

    /// <summary>Waits until the guest has received so many bytes, and returns them all.</summary>
    public byte[] WaitForReceived(int count)
    {
        lock (_gate)
        {
            while (_received.Count < count)
            {
                Assert.True(Monitor.Wait(_gate, Patience.Limit), $"only {_received.Count} of {count} bytes arrived");
            }

            return [.. _received];
        }
    }

    public void WaitForStop()
    {
        lock (_gate)
        {
            while (_stops == 0)
            {
                Assert.True(Monitor.Wait(_gate, Patience.Limit));
            }
        }
    }

    int IConsoleReceiver.Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int taken = Math.Min(bytes.Length, _room);
            _received.AddRange(bytes[..taken]);
            _room -= _room == int.MaxValue ? 0 : taken;
            _refused |= taken < bytes.Length;
            Monitor.PulseAll(_gate);
            return taken;
        }
    }

    void IConsoleReceiver.RequestStop()
    {
        lock (_gate)
        {
            _stops++;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose() => Events.Dispose();
}
