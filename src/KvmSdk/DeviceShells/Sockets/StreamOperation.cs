// How an operation ends that had to wait: whoever drives the device completes it with the lock held, so nobody's code may run there. The
// operation itself is queued to the thread pool, as the object that it is, which allocates nothing, and runs its continuation there.
//
//   idle --Start--> (at once) --> idle
//     \--Start--> pending --Complete, Fail, cancelled--> queued --Execute--> GetResult --> idle

using System.Threading.Tasks.Sources;

namespace KvmSdk.DeviceShells.Sockets;

/// <summary>The read or the write of a stream, one at a time.</summary>
/// <param name="stream">The stream, whose lock guards this.</param>
/// <param name="isRead">Whether it reads.</param>
internal sealed class StreamOperation(VsockStream stream, bool isRead) : IValueTaskSource<int>, IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<int> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _token;
    private Memory<byte> _target;
    private ReadOnlyMemory<byte> _offered;
    private ReadOnlyMemory<byte> _rest;
    private Exception? _failure;
    private int _result;
    private int _isBusy;
    private bool _isPending;
    private bool _isCancelled;
    private bool _isStarted;

    /// <summary>Whether it waits. With the lock.</summary>
    [HotPath]
    public bool IsPending => _isPending;

    /// <summary>Bytes of a write that are not written yet. With the lock.</summary>
    [HotPath]
    public ReadOnlySpan<byte> Rest => _rest.Span;

    /// <summary>Where a read that waits wants its bytes. With the lock.</summary>
    [HotPath]
    public Span<byte> Target => _target.Span;

    public ValueTask<int> StartRead(Memory<byte> target, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        Begin();
        _target = target;
        try
        {
            return Start(cancellationToken, out int result) ? new(result) : new ValueTask<int>(this, _source.Version);
        }
        catch (Exception e) when (e is VsockException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public ValueTask StartWrite(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Begin();
        _offered = bytes;
        try
        {
            return Start(cancellationToken, out _) ? default : new ValueTask(this, _source.Version);
        }
        catch (Exception e) when (e is VsockException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>Takes bytes of a write. With the lock.</summary>
    /// <returns>How many.</returns>
    [HotPath]
    public int Take(Span<byte> target)
    {
        int count = Math.Min(target.Length, _rest.Length);
        _rest.Span[..count].CopyTo(target);
        Skip(count);
        return count;
    }

    /// <summary>So many bytes of a write are written. With the lock.</summary>
    [HotPath]
    public void Skip(int count)
    {
        _rest = _rest[count..];
        if (_rest.IsEmpty && _isPending)
        {
            Complete(0);
        }
    }

    /// <summary>A read that waits has its bytes, or a write has written them. With the lock.</summary>
    [HotPath]
    public void Complete(int result)
    {
        if (!_isPending)
        {
            return;
        }

        _isPending = false;
        _result = result;
        _target = default;
        _rest = default;
#pragma warning disable KVM0730 // The pool's queue holds the object itself.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
#pragma warning restore KVM0730
    }

    /// <summary>It can never be carried out. Without effect on one that does not wait. With the lock.</summary>
    [HotPath]
    public void Fail(Exception failure)
    {
        if (!_isPending)
        {
            return;
        }

        _failure = failure;
        Complete(0);
    }

    void IThreadPoolWorkItem.Execute()
    {
        // Whoever would cancel it has done so, or will not any more.
        _registration.Dispose();
        _isCancelled = false;
        if (_failure is { } failure)
        {
            _failure = null;
            _source.SetException(failure);
        }
        else
        {
            _source.SetResult(_result);
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => Finish(token);

    void IValueTaskSource.GetResult(short token) => Finish(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private int Finish(short token)
    {
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            _source.Reset();
            End();
        }
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException($"another {(isRead ? "read" : "write")} of the stream is under way");
        }
    }

    // Whether it ended at once. A token is only asked to call when it did not, and may have done so before it is known to wait.
    private bool Start(CancellationToken cancellationToken, out int result)
    {
        try
        {
            if (!TryStart(isLast: !cancellationToken.CanBeCanceled, out result))
            {
                if (!cancellationToken.CanBeCanceled)
                {
                    return false;
                }

                _token = cancellationToken;
                _isCancelled = false;
                _registration = cancellationToken.UnsafeRegister(static state => ((StreamOperation)state!).Cancel(), this);
                if (!TryStart(isLast: true, out result))
                {
                    return false;
                }

                _registration.Dispose();
            }
        }
        catch
        {
            _registration.Dispose();
            Forget();
            End();
            throw;
        }

        End();
        return true;
    }

    private bool TryStart(bool isLast, out int result)
    {
        Exception? failure;
        stream.Enter();
        try
        {
            result = 0;
            if (!_isStarted)
            {
                // Not before: whoever drives the device looks at it with the lock.
                _rest = _offered;
                _isStarted = true;
            }

            failure = _isCancelled ? new OperationCanceledException(_token) : stream.WhyNot(isRead);
            bool isDone = failure is not null;
            if (!isDone && isRead)
            {
                result = stream.TryRead(_target.Span, out failure);
                isDone = result >= 0 || failure is not null;
            }
            else if (!isDone)
            {
                stream.TryWrite(out failure);
                isDone = _rest.IsEmpty || failure is not null;
            }

            _isPending = !isDone && isLast;
            if (!isDone)
            {
                return false;
            }
        }
        finally
        {
            stream.Leave();
        }

        return failure is null ? true : throw failure;
    }

    private void Forget()
    {
        stream.Enter();
        _rest = default;
        stream.Leave();
    }

    private void End()
    {
        _target = default;
        _offered = default;
        _isCancelled = _isStarted = false;
        Volatile.Write(ref _isBusy, 0);
    }

    private void Cancel()
    {
        stream.Enter();
        try
        {
            _isCancelled = true;
            if (_isPending)
            {
                _failure = new OperationCanceledException(_token);
                _isCancelled = false;
                Complete(0);
            }
        }
        finally
        {
            stream.Leave();
        }
    }
}
