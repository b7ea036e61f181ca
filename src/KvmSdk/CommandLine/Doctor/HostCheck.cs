namespace KvmSdk.CommandLine.Doctor;

/// <summary>One line of the doctor's answer.</summary>
/// <param name="Id">A stable name for scripts.</param>
/// <param name="Status">What was found.</param>
/// <param name="What">The finding, in one sentence without a full stop.</param>
/// <param name="Remedy">What to do about it; empty if nothing.</param>
internal sealed record HostCheck(string Id, CheckStatus Status, string What, string Remedy = "");
