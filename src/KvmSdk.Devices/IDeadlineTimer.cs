namespace KvmSdk.Devices;

// Why one deadline and not a period: a core says when it next has something to do, and nothing at all while it has not, so
// that a device nobody waits for costs no wake-ups.

/// <summary>Wakes a core at one moment of its <see cref="IClock"/>.</summary>
/// <remarks>
/// Implement it as a struct that wraps references: a core takes it as a struct type argument, so that calls are direct, and
/// may make them on a copy, so that a field the struct changes in itself is lost.
/// </remarks>
[HotPath]
public interface IDeadlineTimer
{
    /// <summary>
    /// Asks for one call at the deadline, in place of any asked for before; soon, if it has passed. Also when the clock is set
    /// meanwhile, since the deadline may then lie elsewhere. A call too many does no harm.
    /// </summary>
    /// <param name="deadline">When, in UTC.</param>
    void Arm(DateTime deadline);

    /// <summary>Takes the request back; a call that is under way may still come.</summary>
    void Disarm();
}
