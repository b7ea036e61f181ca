using KvmSdk.Kernel;

namespace KvmSdk.CommandLine.Doctor;

/// <summary>Answers <c>doctor</c>.</summary>
internal static class DoctorCommand
{
    /// <summary>Examines this host for the machine of <paramref name="settings"/>.</summary>
    public static async Task<DoctorReport> ExamineAsync(MachineSettings settings)
    {
        HostFacts facts = await HostProbe.CollectAsync(KvmRequirements.Of(settings.Plan), RingZeroProbe.MeasureAsync).ConfigureAwait(false);
        return new([.. HostChecks.Of(facts, settings.Plan)]);
    }
}
