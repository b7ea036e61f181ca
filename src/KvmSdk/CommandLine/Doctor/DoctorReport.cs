using System.Text;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>The doctor's answer, for people and for scripts.</summary>
/// <param name="Checks">What was found, in the order of dependence.</param>
internal sealed record DoctorReport(IReadOnlyList<HostCheck> Checks)
{
    /// <summary>Whether machines can run here.</summary>
    public bool CanRun => Checks.All(check => check.Status != CheckStatus.Failure);

    /// <summary>One line each: status, finding, remedy.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        foreach (HostCheck check in Checks)
        {
            string status = check.Status switch
            {
                CheckStatus.Ok => "ok  ",
                CheckStatus.Warning => "warn",
                _ => "FAIL",
            };
            text.Append(status).Append("  ").Append(check.What);
            if (check.Remedy.Length > 0)
            {
                text.Append(": ").Append(check.Remedy);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same for scripts.</summary>
    public DoctorDocument Document() => new(
        CanRun,
        [.. Checks.Select(check => new DoctorDocument.CheckPart(
            check.Id,
            check.Status switch { CheckStatus.Ok => "ok", CheckStatus.Warning => "warning", _ => "failure" },
            check.What,
            check.Remedy.Length > 0 ? check.Remedy : null))]);
}
