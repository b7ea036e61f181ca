namespace KvmSdk.CommandLine.Doctor;

/// <summary>The answer of <c>doctor --json</c>; its shape is described in docs/inspect.md.</summary>
internal sealed record DoctorDocument(bool CanRun, DoctorDocument.CheckPart[] Checks)
{
    /// <summary>One check; <c>Status</c> is <c>ok</c>, <c>warning</c> or <c>failure</c>.</summary>
    internal sealed record CheckPart(string Id, string Status, string What, string? Remedy);
}
