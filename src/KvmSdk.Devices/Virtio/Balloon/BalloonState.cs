namespace KvmSdk.Devices.Virtio.Balloon;

/// <summary>Everything a balloon remembers, as values; see <see cref="MemoryBalloon{TBackend}.Save"/>. Queues and features are the transport's.</summary>
public readonly record struct BalloonState
{
    /// <summary>Pages that the host wants in the balloon.</summary>
    public uint TargetPages { get; init; }

    /// <summary>Pages that the driver says are in it.</summary>
    public uint ActualPages { get; init; }

    /// <summary>What the driver fills free pages with.</summary>
    public uint PoisonValue { get; init; }

    /// <summary>Head of the buffer that waits for the next question; null if the guest has it.</summary>
    public ushort? HeldStatistics { get; init; }
}
