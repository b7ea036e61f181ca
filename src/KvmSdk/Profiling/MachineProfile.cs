namespace KvmSdk;

/// <summary>Where a machine's time went so far, as far as its monitor and KVM can tell. Kept where <see cref="StartOptions.Profile"/> asked for it.</summary>
/// <param name="Elapsed">Since the guest's first instruction.</param>
/// <param name="Exits">The accesses that this program answered, by device, kind and address; the dearest first.</param>
/// <param name="Others">How many more there were at addresses beyond the <see cref="MostSites"/> of each virtual CPU that are kept apart.</param>
/// <param name="Kernel">What KVM itself has counted (<c>KVM_GET_STATS_FD</c>), by its own names, without zeros; empty on kernels before 5.14.</param>
public sealed record MachineProfile(TimeSpan Elapsed, IReadOnlyList<ExitRow> Exits, ulong Others, IReadOnlyList<KernelStatistic> Kernel)
{
    /// <summary>The most kinds and addresses that are kept apart, for each virtual CPU.</summary>
    public const int MostSites = 512;
}
