namespace KvmSdk.Devices.Tests;

/// <summary>Counts edges and lets a test look at the device at the moment of the edge.</summary>
internal sealed class InterruptRecorder
{
    public int Edges { get; private set; }

    public Action? OnRaise { get; set; }

    public int TakeEdges()
    {
        int edges = Edges;
        Edges = 0;
        return edges;
    }

    public void Raise()
    {
        Edges++;
        OnRaise?.Invoke();
    }
}

internal readonly struct CountingInterrupt(InterruptRecorder recorder) : IInterruptLine
{
    public void Raise() => recorder.Raise();
}
