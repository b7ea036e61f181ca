namespace KvmSdk.CommandLine.Doctor;

/// <summary>How fast a guest's loop ran at CPL 0.</summary>
/// <param name="NanosecondsPerInstruction">The time of one instruction; 0 if the guest did not run.</param>
/// <param name="Failure">Why it did not run; null or empty if it did.</param>
internal readonly record struct RingZeroMeasurement(double NanosecondsPerInstruction, string? Failure = null)
{
    /// <summary>
    /// Between the two worlds with room on both sides: a processor takes about 1 ns for an instruction, KVM's emulator about
    /// 800 ns, so neither a slow host nor an interruption of the loop moves a measurement across.
    /// </summary>
    public const double EmulationThreshold = 100;

    /// <summary>Whether KVM emulates ring 0 instead of running it.</summary>
    public bool IsEmulated => NanosecondsPerInstruction > EmulationThreshold;
}
