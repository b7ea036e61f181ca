namespace KvmSdk;

/// <summary>What a memory balloon has done since its machine started.</summary>
/// <param name="BytesInflated">Bytes that the guest put into the balloon and the host took.</param>
/// <param name="BytesDeflated">Bytes that the guest took out of it again.</param>
/// <param name="BytesReported">Bytes that the guest reported as free and the host took; the same memory counts at each report.</param>
/// <param name="HostCalls">Calls to the host that this took: neighbouring pages go in one.</param>
/// <param name="Refused">Pages and ranges that were not the guest's to give: outside RAM, shared with the host, or the firmware's.</param>
/// <param name="HostErrors">Calls that the host refused.</param>
public readonly record struct BalloonCounters(
    ulong BytesInflated, ulong BytesDeflated, ulong BytesReported, ulong HostCalls, ulong Refused, ulong HostErrors);

/// <summary>How far a balloon is on its way to another size.</summary>
/// <param name="Bytes">The size now, as the guest says.</param>
/// <param name="TargetBytes">The size wanted.</param>
public readonly record struct BalloonProgress(long Bytes, long TargetBytes);
