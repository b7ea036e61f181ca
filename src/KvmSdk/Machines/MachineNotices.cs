namespace KvmSdk;

/// <summary>
/// What a machine tells of itself while it runs: remembered, so that whoever asks late hears of all, and few, since each source gives a bounded number.
/// </summary>
/// <param name="fail">Ends the machine when a handler throws.</param>
/// <param name="sender">Whom handlers are told as the sender, asked at each notice.</param>
/// <param name="capacity">How many notices there are at most, or usually.</param>
/// <typeparam name="T">What is told.</typeparam>
internal sealed class MachineNotices<T>(Action<Exception> fail, Func<object?> sender, int capacity = 4)
{
    private readonly Lock _gate = new();
    private readonly List<T> _given = new(capacity);
    private EventHandler<T>? _handlers;

    /// <summary>Gives a notice to every handler there is and every one that will come. Does not throw.</summary>
    public void Give(T notice)
    {
        lock (_gate)
        {
            _given.Add(notice);
            Call(_handlers, notice);
        }
    }

    /// <summary>Adds a handler, which is told of earlier notices at once.</summary>
    public void Add(EventHandler<T>? handler)
    {
        lock (_gate)
        {
            foreach (T notice in _given)
            {
                Call(handler, notice);
            }

            _handlers += handler;
        }
    }

    /// <summary>Removes a handler.</summary>
    public void Remove(EventHandler<T>? handler)
    {
        lock (_gate)
        {
            _handlers -= handler;
        }
    }

    private void Call(EventHandler<T>? handlers, T notice)
    {
        try
        {
            handlers?.Invoke(sender(), notice);
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its machine with an outcome, and not the thread of a device.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fail(e);
        }
    }
}
