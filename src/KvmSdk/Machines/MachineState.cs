namespace KvmSdk;

/// <summary>Where a machine is in its life. <see cref="RunningMachine"/> draws the transitions.</summary>
public enum MachineState
{
    /// <summary>Built, but no virtual CPU has run yet.</summary>
    Created,

    /// <summary>The virtual CPUs run, or are about to leave after an end has been decided.</summary>
    Running,

    /// <summary>Every virtual CPU stands still between two instructions, with no device access half done.</summary>
    Paused,

    /// <summary>Ended as the guest or the host wished; <see cref="RunningMachine.Completion"/> tells how.</summary>
    Stopped,

    /// <summary>Ended by a failure of the guest or the host; <see cref="RunningMachine.Completion"/> tells which.</summary>
    Failed,
}
