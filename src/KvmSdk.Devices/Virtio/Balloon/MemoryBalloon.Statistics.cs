using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Balloon;

// Statistics go the other way round (section 5.5.6.3): the driver hands over a buffer with numbers in it, and the device keeps it until it wants
// new ones. Giving it back is the question; the next buffer is the answer.
public sealed partial class MemoryBalloon<TBackend>
{
    private const int None = -1;

    private BalloonStatistics _statistics;
    private int _heldStatistics = None;

    /// <summary>What the guest said last; nothing before it has said anything.</summary>
    public BalloonStatistics Statistics => _statistics;

    /// <summary>Whether the driver has agreed to tell.</summary>
    public bool HasStatistics => Has(BalloonFeature.Statistics);

    /// <summary>Asks the guest for statistics. The backend is told when they come: at once, never, or any time in between, as the guest likes.</summary>
    public void RequestStatistics()
    {
        if (_heldStatistics == None || _transport is not { } transport || _queues[StatisticsQueue] is not { } queue) return;
        queue.Push((ushort)_heldStatistics, 0);
        _heldStatistics = None;
        // One that came while another was kept answers as well.
        ServeStatistics(queue, transport);
        if (queue.TakeInterrupt()) transport.SignalUsed(StatisticsQueue);
    }

    private bool ServeStatistics(SplitQueue queue, IVirtioTransport transport)
    {
        // One is kept, and others wait in the queue: given back, they would only come again.
        if (_heldStatistics != None) return false;
        queue.SuppressNotifications();
        QueuePop pop = queue.TryPop(_chain);
        // What came between the two looks has not rung.
        if (pop == QueuePop.Empty && queue.RequestNotifications()) pop = queue.TryPop(_chain);
        if (pop == QueuePop.Broken) transport.RequireReset();
        if (pop != QueuePop.Chain) return false;
        queue.RequestNotifications();
        _statistics = default;
        for (int left = BalloonStatistics.MostEntries; left > 0 && _chain.TryTake(out BalloonStatistic entry); left--)
        {
            _statistics.Set(entry.Tag, entry.Value);
        }

        _heldStatistics = _chain.Head;
        _backend.OnStatistics();
        return false;
    }
}
