using System.Globalization;
using KvmSdk.Devices.Virtio.Balloon;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Model.Rules;

namespace KvmSdk;

// What a program asks of the guest, and waits for: the guest answers when it likes. Its word comes on a virtual CPU's thread or the device's
// own, which must not run the program's code; so it only completes a task, and what follows runs on the thread pool.
public sealed partial class BalloonDevice
{
    private TaskCompletionSource? _changed;
    private TaskCompletionSource? _told;
    private CancellationTokenSource? _superseded;

    /// <summary>
    /// Asks the guest for memory, or gives some back: the balloon is to have this size. Done when the guest says that it has; a guest short of memory
    /// may never get there. Giving up leaves the wish in force: another call changes it, and ends the wait of an earlier one with
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="bytes">The size, a multiple of 4096, 0 to the size of RAM.</param>
    /// <param name="progress">Told of each size on the way, and of the last one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is none, or larger than RAM.</exception>
    /// <exception cref="InvalidOperationException">The machine ended before the balloon had the size.</exception>
    public async Task SetTargetAsync(long bytes, IProgress<BalloonProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireSize(bytes);
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CancellationTokenSource? earlier = Interlocked.Exchange(ref _superseded, giveUp);
        try
        {
            Cancel(earlier);
            uint pages = (uint)(bytes / BalloonFormat.PageSize);
            bool first = true;
            for (uint last = 0; ; first = false)
            {
                TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                Volatile.Write(ref _changed, changed);
                if (first)
                {
                    Ask(balloon => balloon.SetTarget(pages));
                }

                uint actual = _balloon.ActualPages;
                if (first || actual != last)
                {
                    progress?.Report(new((long)actual * BalloonFormat.PageSize, bytes));
                }

                if (actual == pages)
                {
                    return;
                }

                last = actual;
                await WaitAsync(changed.Task, $"balloon '{Name}' had {bytes} bytes", giveUp.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.CompareExchange(ref _superseded, null, giveUp);
        }
    }

    /// <summary>Asks the guest how its memory is used. A guest whose driver has not started yet answers once it has.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">The machine ended before the guest answered, or its driver tells of no statistics.</exception>
    public async Task<GuestMemoryStatistics> ReadStatisticsAsync(CancellationToken cancellationToken = default)
    {
        TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource told = Interlocked.CompareExchange(ref _told, mine, null) ?? mine;
        bool canTell = true;
        Ask(balloon =>
        {
            canTell = !balloon.HasDriver || balloon.HasStatistics;
            balloon.RequestStatistics();
        });
        if (!canTell)
        {
            throw new InvalidOperationException($"the guest's driver of balloon '{Name}' tells of no statistics; use a driver that has VIRTIO_BALLOON_F_STATS_VQ");
        }

        await WaitAsync(told.Task, $"the guest told balloon '{Name}' of its memory", cancellationToken).ConfigureAwait(false);
        BalloonStatistics said = default;
        _shell.Change(balloon =>
        {
            said = balloon.Statistics;
            return false;
        });
        return new(in said);
    }

    /// <summary>The guest has changed the balloon's size.</summary>
    [HotPath]
#pragma warning disable KVM0730 // Completes a task where a program waits for it, which made it for this one time; otherwise it is a read.
    internal void OnActual() => Interlocked.Exchange(ref _changed, null)?.TrySetResult();

    /// <summary>The guest has told of its memory.</summary>
    [HotPath]
    internal void OnStatistics() => Interlocked.Exchange(ref _told, null)?.TrySetResult();
#pragma warning restore KVM0730

    private void RequireSize(long bytes)
    {
        if (bytes < 0 || bytes % BalloonFormat.PageSize != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bytes), string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes are no balloon's size; use a multiple of {BalloonFormat.PageSize}, 0 or more"));
        }

        if (BalloonChecks.CheckSize(Name, (bytes >> 20) + ((bytes & 0xF_FFFF) == 0 ? 0 : 1), _host.Plan.Memory.MiB) is { } violation)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), violation.ToString());
        }
    }

    private void Ask(Action<MemoryBalloon<BalloonBackend>> question) => _shell.Change(balloon =>
    {
        if (!_hasEnded)
        {
            question(balloon);
        }

        return false;
    });

    private async Task WaitAsync(Task answer, string what, CancellationToken cancellationToken)
    {
        Task<MachineOutcome> end = _host.Lifecycle.Completion;
        if (await Task.WhenAny(answer, end).WaitAsync(cancellationToken).ConfigureAwait(false) == end && !answer.IsCompleted)
        {
            throw new InvalidOperationException($"the machine ended before {what}");
        }
    }

    private static void Cancel(CancellationTokenSource? earlier)
    {
        try
        {
            earlier?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came to its end meanwhile.
        }
    }
}
