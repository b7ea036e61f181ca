namespace KvmSdk.Devices.Limits;

/// <summary>The time, for a device that has a limit, and a way to be called again: what a <see cref="RateLimiter"/> needs and has not.</summary>
[HotPath]
public interface IPacemaker
{
    /// <summary>The time in nanoseconds since any fixed moment; never goes back.</summary>
    ulong Now { get; }

    /// <summary>Has the device's queues looked at again, in place of any time set before.</summary>
    /// <param name="nanoseconds">From now, more than 0.</param>
    void WakeIn(ulong nanoseconds);
}
