namespace KvmSdk.Devices.Virtio.Balloon;

// Save and restore, between two requests. Which memory the host has is no state of the device's: it reads as zeros, and a snapshot of memory has it so.
public sealed partial class MemoryBalloon<TBackend>
{
    /// <summary>The balloon's complete state. Reading it changes nothing.</summary>
    public BalloonState Save() => new()
    {
        TargetPages = _configuration.Target,
        ActualPages = _configuration.Actual,
        PoisonValue = _configuration.PoisonValue,
        HeldStatistics = _heldStatistics == None ? null : (ushort)_heldStatistics,
    };

    /// <summary>Takes a saved state over, or leaves everything as it was when no balloon could be in that state. Not told to the driver, who knows it.</summary>
    /// <param name="state">The state; may come from an untrusted file.</param>
    /// <returns>Whether the state was taken.</returns>
    public bool TryRestore(in BalloonState state)
    {
        if (state.HeldStatistics >= QueueSize) return false;
        _configuration.Target = state.TargetPages;
        _configuration.Actual = state.ActualPages;
        _configuration.PoisonValue = state.PoisonValue;
        _heldStatistics = state.HeldStatistics ?? None;
        return true;
    }
}
