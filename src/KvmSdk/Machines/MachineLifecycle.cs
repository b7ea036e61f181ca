// Why: start, pause, resume, stop and every kind of end meet here from any number of threads. One small lock and one
// picture are easier to trust than flags spread over the vCPUs.
//
//               Launch                    Pause (every vCPU has parked)
//   Created ─────────────► Running ◄───────────────────────────► Paused
//                             │           Resume                   │
//                             │ every vCPU has left                │ (an end lets the parked vCPUs leave)
//                             ▼                                    ▼
//                       Stopped, or Failed if the outcome is a failure
//
// A request reaches a vCPU by a kick, which makes KVM_RUN return EINTR with the last device access complete; the vCPU then
// calls Checkpoint. Lock order: this lock is the innermost; nothing is called while it is held.

namespace KvmSdk;

/// <summary>The state machine of one machine's life.</summary>
/// <param name="vcpus">How many vCPU threads there will be.</param>
/// <param name="kick">Makes every vCPU call <see cref="Checkpoint"/> soon.</param>
/// <param name="finish">
/// Runs on the last vCPU thread once all have left and before <see cref="Completion"/>: flushes consoles, looks after disks. A failure that it
/// returns becomes the outcome unless the machine failed already. Must not throw.
/// </param>
internal sealed class MachineLifecycle(int vcpus, Action kick, Func<MachineOutcome?> finish)
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource<MachineOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MachineState _state = MachineState.Created;
    private MachineOutcome? _outcome;
    private TaskCompletionSource? _pausing;
    private bool _pauseWanted;
    private int _present = vcpus;
    private int _parked;

    /// <summary>The state.</summary>
    public MachineState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>How the machine ended, once every vCPU has left and every console is flushed.</summary>
    public Task<MachineOutcome> Completion => _completion.Task;

    /// <summary>Whether a pause or an end is wanted, so that no vCPU should wait for anything but the guest. Stale at once.</summary>
    public bool IsInterrupted => Volatile.Read(ref _pauseWanted) || Volatile.Read(ref _outcome) is not null;

    /// <summary>The vCPU threads are about to start.</summary>
    public void Launch()
    {
        lock (_gate)
        {
            _state = MachineState.Running;
        }
    }

    /// <summary>Decides the end, unless it is decided already. Any thread, also a vCPU's own; does not wait.</summary>
    public void End(MachineOutcome outcome)
    {
        lock (_gate)
        {
            if (_outcome is not null)
            {
                return;
            }

            Volatile.Write(ref _outcome, outcome);
            Monitor.PulseAll(_gate);
        }

        kick();
    }

    /// <summary>Asks every vCPU to stand still.</summary>
    /// <returns>Completes when all do; fails if the machine ends first.</returns>
    /// <exception cref="InvalidOperationException">The machine does not run.</exception>
    public Task PauseAsync()
    {
        Task task;
        lock (_gate)
        {
            Require(MachineState.Running, "paused");
            if (_pausing is not null)
            {
                return _pausing.Task;
            }

            _pausing = new(TaskCreationOptions.RunContinuationsAsynchronously);
            task = _pausing.Task;
            Volatile.Write(ref _pauseWanted, true);
            CompletePauseIfAllParked();
        }

        kick();
        return task;
    }

    /// <summary>Lets the vCPUs go on.</summary>
    /// <exception cref="InvalidOperationException">The machine is not paused.</exception>
    public void Resume()
    {
        lock (_gate)
        {
            Require(MachineState.Paused, "resumed");
            _state = MachineState.Running;
            Volatile.Write(ref _pauseWanted, false);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A vCPU thread serves what was asked for; it waits here while the machine is paused.</summary>
    /// <returns>Whether to go on running the guest.</returns>
    public bool Checkpoint()
    {
        lock (_gate)
        {
            if (_pauseWanted && _outcome is null)
            {
                _parked++;
                CompletePauseIfAllParked();
                while (_pauseWanted && _outcome is null)
                {
                    Monitor.Wait(_gate);
                }

                _parked--;
            }

            return _outcome is null;
        }
    }

    /// <summary>A vCPU thread has left the guest for good, or was never started. The last one ends the machine.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (--_present > 0)
            {
                CompletePauseIfAllParked();
                return;
            }
        }

        Conclude(finish());
    }

    private void Conclude(MachineOutcome? failure)
    {
        MachineOutcome outcome;
        TaskCompletionSource? pausing;
        lock (_gate)
        {
            outcome = _outcome ?? new MachineOutcome.HostFailure("the machine", new InvalidOperationException("its vCPUs left without a reason"));
            if (failure is not null && !outcome.IsFailure)
            {
                outcome = failure;
            }

            Volatile.Write(ref _outcome, outcome);
            _state = outcome.IsFailure ? MachineState.Failed : MachineState.Stopped;
            pausing = _pausing;
            _pausing = null;
        }

        pausing?.TrySetException(new InvalidOperationException($"the machine ended before it could be paused: {outcome.Description}"));
        _completion.TrySetResult(outcome);
    }

    private void CompletePauseIfAllParked()
    {
        if (_pausing is not null && _pauseWanted && _outcome is null && _parked == _present)
        {
            _state = MachineState.Paused;
            _pausing.TrySetResult();
            _pausing = null;
        }
    }

    private void Require(MachineState state, string verb)
    {
        if (_outcome is not null)
        {
            throw new InvalidOperationException($"the machine cannot be {verb} because it has ended: {_outcome.Description}");
        }

        if (_state != state)
        {
            throw new InvalidOperationException($"the machine cannot be {verb} because it is {_state.ToString().ToLowerInvariant()}");
        }
    }
}
