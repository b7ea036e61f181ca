// Why: input comes from threads of the host at any rate, and a UART takes sixteen bytes, another port what its guest has buffers for. The endpoint learns how many were
// taken, keeps the rest, and is told when to try again: nothing is lost and nothing is queued here.

using KvmSdk.Events;

namespace KvmSdk.Consoles;

/// <summary>The way of host input into one port. Every member may be used from any thread.</summary>
/// <param name="receiver">The port.</param>
/// <param name="events">The machine's event loop, for endpoints that wait on descriptors.</param>
internal sealed class ConsoleInput(IConsoleReceiver receiver, IEventLoop events)
{
    /// <summary>There is room again after an <see cref="Offer"/> that took less than it was given. Raised on the event-loop thread; do not block in it.</summary>
    public event Action? SpaceAvailable;

    /// <summary>The machine's event loop, on which an endpoint may wait for its descriptors.</summary>
    public IEventLoop Events { get; } = events;

    /// <summary>Offers input to the guest.</summary>
    /// <param name="bytes">The input.</param>
    /// <returns>How many bytes were taken, from the front. If fewer than given, <see cref="SpaceAvailable"/> follows; after the machine's end, 0 and nothing follows.</returns>
    public int Offer(ReadOnlySpan<byte> bytes) => receiver.Receive(bytes);

    /// <summary>Asks the machine to stop, as somebody at a terminal does. Does not wait.</summary>
    public void RequestStop() => receiver.RequestStop();

    /// <summary>Tells the endpoint that there is room again.</summary>
    internal void RaiseSpaceAvailable() => SpaceAvailable?.Invoke();
}

/// <summary>The port's side of <see cref="ConsoleInput"/>, apart so that an endpoint can be tested without a machine.</summary>
internal interface IConsoleReceiver
{
    /// <summary>Takes as much input as there is room for.</summary>
    int Receive(ReadOnlySpan<byte> bytes);

    /// <summary>Asks the machine to stop.</summary>
    void RequestStop();
}
