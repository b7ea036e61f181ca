using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Queues;

namespace KvmSdk.Devices.Virtio.Balloon;

// Pages that come in and go, and ranges that are reported as free. A driver lists pages one by one, mostly neighbours, upwards or
// downwards; each is looked at alone, and neighbours go to the host in one call.
public sealed unsafe partial class MemoryBalloon<TBackend>
{
    /// <summary>The most page numbers that are taken of one request, and about as many at one turn: 32 MiB. Linux's driver sends 256.</summary>
    public const int LargestRequest = 8192;

    // A report has up to 32 ranges of 2 MiB or more.
    private const int ReportsAtOnce = 16;

    private byte* _run;
    private nuint _runLength;

    private bool ServePages(SplitQueue queue, IVirtioTransport transport, bool isInflating)
    {
        queue.SuppressNotifications();
        for (int left = LargestRequest; left > 0;)
        {
            QueuePop pop = queue.TryPop(_chain);
            if (pop == QueuePop.Empty && !queue.RequestNotifications()) return false;
            if (pop == QueuePop.Broken)
            {
                transport.RequireReset();
                return false;
            }

            if (pop != QueuePop.Chain) continue;
            left -= TakePages(isInflating) + 1;
            queue.Push(_chain.Head, 0);
        }

        return true;
    }

    /// <summary>Takes the page numbers of one request.</summary>
    /// <returns>How many.</returns>
    private int TakePages(bool isInflating)
    {
        int count = 0;
        for (; count < LargestRequest && _chain.TryTake(out uint number); count++)
        {
            if (_pages.TryGetPage(number, out byte* page)) AddToRun(page, isInflating);
            else Traffic.RefusedSome(1);
        }

        EndRun(isInflating);

        // Not looked at: a balloon that is smaller than the guest says harms nobody.
        if (count == LargestRequest) Traffic.RefusedSome(_chain.ReadableLength / sizeof(uint));
        return count;
    }

    private void AddToRun(byte* page, bool isInflating)
    {
        if (_runLength != 0 && page == _run + _runLength)
        {
            _runLength += BalloonFormat.PageSize;
        }
        else if (_runLength != 0 && page + BalloonFormat.PageSize == _run)
        {
            _run = page;
            _runLength += BalloonFormat.PageSize;
        }
        else
        {
            EndRun(isInflating);
            _run = page;
            _runLength = BalloonFormat.PageSize;
        }
    }

    private void EndRun(bool isInflating)
    {
        if (_runLength == 0) return;
        nuint length = _runLength;
        _runLength = 0;
        if (!isInflating)
        {
            Traffic.Deflated(length);
            if (_isResident) Traffic.Called(_backend.Populate(_run, length));
            return;
        }

        bool taken = _backend.Discard(_run, length);
        Traffic.Called(taken);
        if (taken) Traffic.Inflated(length);
    }

    private bool ServeReports(SplitQueue queue, IVirtioTransport transport)
    {
        queue.SuppressNotifications();
        for (int left = ReportsAtOnce; left > 0; left--)
        {
            QueuePop pop = queue.TryPop(_chain);
            if (pop == QueuePop.Empty && !queue.RequestNotifications()) return false;
            if (pop == QueuePop.Broken)
            {
                transport.RequireReset();
                return false;
            }

            if (pop != QueuePop.Chain) continue;
            foreach (IoVector piece in _chain.Writable) TakeReport(piece);
            queue.Push(_chain.Head, 0);
        }

        return true;
    }

    private void TakeReport(IoVector piece)
    {
        // Section 5.5.6.7: a page that the driver fills with something has to keep that; only zeros come by themselves.
        if (Has(BalloonFeature.PagePoison) && _configuration.PoisonValue != 0) return;

        // Pages that are reported in part are used in part. RAM begins and ends at pages, so that this stays inside the piece.
        nuint first = ((nuint)piece.Base + (BalloonFormat.PageSize - 1)) & ~(nuint)(BalloonFormat.PageSize - 1);
        nuint end = ((nuint)piece.Base + piece.Length) & ~(nuint)(BalloonFormat.PageSize - 1);
        if (first >= end) return;
        nuint length = end - first;
        if (!_pages.IsGivable((byte*)first, length))
        {
            Traffic.RefusedSome(1);
            return;
        }

        bool taken = _backend.Discard((byte*)first, length);
        Traffic.Called(taken);
        if (taken) Traffic.Reported(length);
    }
}
