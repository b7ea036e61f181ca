using System.Globalization;

namespace KvmSdk;

/// <summary>A stage that a guest has reached in its start.</summary>
/// <param name="Stage">Which: what the guest wrote.</param>
/// <param name="SinceStart">How long ago the machine's start was called for: what somebody who waits for it has waited. Pauses count.</param>
/// <param name="SinceEntry">How long ago the guest was let run for the first time: the same without what the monitor does before.</param>
public readonly record struct BootMark(byte Stage, TimeSpan SinceStart, TimeSpan SinceEntry)
{
    /// <summary>The mark in one sentence without a full stop, with times in milliseconds.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"the guest reached stage {Stage} after {SinceStart.TotalMilliseconds:0.000} ms, {SinceEntry.TotalMilliseconds:0.000} ms of them its own");
}
