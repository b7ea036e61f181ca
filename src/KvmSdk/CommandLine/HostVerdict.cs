using KvmSdk.CommandLine.Doctor;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>Whether a machine can run on this host: the answer of <c>doctor</c> in short, for programs that have another way where it cannot.</summary>
/// <param name="CanRun">Whether the machine starts at all.</param>
/// <param name="IsNative">
/// Whether the processor itself runs the guest's kernel mode (ring 0). Where KVM emulates it instead, guests of some thousand instructions run;
/// an operating system's kernel is too slow there, and sooner or later meets an instruction that the emulator lacks. False if nothing runs.
/// </param>
/// <param name="Finding">What stands in the way, as a clause without a full stop; empty if nothing does.</param>
/// <param name="Remedy">What to do about it, in the same form; empty if nothing.</param>
public sealed record HostVerdict(bool CanRun, bool IsNative, string Finding, string Remedy)
{
    /// <summary>Examines this host for machine <typeparamref name="T"/> as declared: opens <c>/dev/kvm</c>, and lets a small guest run for some milliseconds.</summary>
    /// <typeparam name="T">The machine's record.</typeparam>
    /// <returns>The verdict; nothing stays open.</returns>
    public static async Task<HostVerdict> OfAsync<T>()
        where T : class, IVirtualMachine<T>
    {
        HostFacts facts = await HostProbe.CollectAsync(KvmRequirements.Of(T.Plan), RingZeroProbe.MeasureAsync).ConfigureAwait(false);
        return Of([.. HostChecks.Of(facts, T.Plan)], facts.RingZero.IsEmulated);
    }

    /// <summary>
    /// Examines this host for machines in general: whether it is Linux on x86-64 with a <c>/dev/kvm</c> that this user may open and that makes virtual machines. Lets no guest
    /// run, so that <see cref="IsNative"/> is false, and asks for no capability.
    /// </summary>
    /// <returns>The verdict; nothing stays open.</returns>
    public static HostVerdict OfKvm()
    {
        HostFacts facts = HostProbe.Collect();
        return Of([.. HostChecks.OfKvm(facts)], false) with { IsNative = false };
    }

    /// <summary>Puts the checks' answers together.</summary>
    /// <param name="checks">All of them; the last judges ring 0, if the checks came so far.</param>
    /// <param name="isEmulated">Whether ring 0 was seen to be emulated.</param>
    internal static HostVerdict Of(IReadOnlyList<HostCheck> checks, bool isEmulated) =>
        checks.FirstOrDefault(check => check.Status == CheckStatus.Failure) is { } failure
            ? new(false, false, failure.What, failure.Remedy)
            : isEmulated ? new(true, false, checks[^1].What, checks[^1].Remedy) : new(true, true, "", "");
}
