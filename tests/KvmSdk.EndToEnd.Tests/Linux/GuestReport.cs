using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>What one machine of <see cref="LinuxLab"/> printed, taken apart.</summary>
/// <param name="machine">The machine.</param>
/// <param name="text">All of it.</param>
internal sealed class GuestReport(LabMachine machine, string text) : LabReport(text, $"by machine '{machine.Name}':\n{text}")
{
    /// <summary>The machine.</summary>
    public LabMachine Machine => machine;
}
