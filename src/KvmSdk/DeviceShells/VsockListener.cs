using System.Threading.Channels;

namespace KvmSdk;

/// <summary>Waits for connections of a guest to one port of the host. Disposing it refuses further ones, and breaks off those that nobody has accepted.</summary>
public sealed class VsockListener : IDisposable
{
    private readonly Channel<VsockStream> _waiting;
    private readonly Action<VsockListener> _end;

    internal VsockListener(uint port, int backlog, Action<VsockListener> end)
    {
        Port = port;
        _end = end;
        // A full channel refuses, since a writer here never waits.
        _waiting = Channel.CreateBounded<VsockStream>(new BoundedChannelOptions(backlog) { FullMode = BoundedChannelFullMode.Wait });
    }

    /// <summary>The host's port.</summary>
    public uint Port { get; }

    /// <summary>Waits for the next connection.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ObjectDisposedException">The listener is disposed.</exception>
    /// <exception cref="VsockException">The machine has ended.</exception>
    public async ValueTask<VsockStream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _waiting.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e) when (e.InnerException is VsockException inner)
        {
            throw new VsockException(inner.Error, inner.Message);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(VsockListener));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end(this);
        Close(null);
    }

    /// <summary>Adds a connection; false if as many wait as may.</summary>
    internal bool TryAdd(VsockStream stream) => _waiting.Writer.TryWrite(stream);

    /// <summary>Ends the waiting. Not with the device's lock held.</summary>
    internal void Close(Exception? cause)
    {
        _waiting.Writer.TryComplete(cause);
        while (_waiting.Reader.TryRead(out VsockStream? stream))
        {
            stream.Dispose();
        }
    }
}
