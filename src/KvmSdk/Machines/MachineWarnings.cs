namespace KvmSdk;

/// <summary>The warnings of one machine: remembered, so that whoever asks late hears of all, and few, since each source gives a bounded number.</summary>
/// <param name="fail">Ends the machine when a handler throws.</param>
internal sealed class MachineWarnings(Action<Exception> fail)
{
    private readonly Lock _gate = new();
    private readonly List<MachineWarning> _given = [];
    private EventHandler<MachineWarning>? _handlers;

    /// <summary>The machine, which handlers are told as the sender.</summary>
    public RunningMachine? Machine { get; set; }

    /// <summary>Gives a warning to every handler there is and every one that will come. Does not throw.</summary>
    public void Give(MachineWarning warning)
    {
        lock (_gate)
        {
            _given.Add(warning);
            Call(_handlers, warning);
        }
    }

    /// <summary>Adds a handler, which is told of earlier warnings at once.</summary>
    public void Add(EventHandler<MachineWarning>? handler)
    {
        lock (_gate)
        {
            foreach (MachineWarning warning in _given)
            {
                Call(handler, warning);
            }

            _handlers += handler;
        }
    }

    /// <summary>Removes a handler.</summary>
    public void Remove(EventHandler<MachineWarning>? handler)
    {
        lock (_gate)
        {
            _handlers -= handler;
        }
    }

    private void Call(EventHandler<MachineWarning>? handlers, MachineWarning warning)
    {
        try
        {
            handlers?.Invoke(Machine, warning);
        }
#pragma warning disable CA1031 // Whatever a handler throws ends its machine with an outcome, and not the thread of a device.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fail(e);
        }
    }
}
