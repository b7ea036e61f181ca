// Why a count of our own: every file that a guest knows is a descriptor of this process. If guests could take the last one, nothing else in
// the process could open anything, and no error would say why.

using KvmSdk.Interop;

namespace KvmSdk.DeviceShells.Virtio.Files;

/// <summary>How many descriptors the guests of this process hold in shared directories, all together, and how many they may.</summary>
internal static class SharedDescriptors
{
    // For the rest of the process at least so many, and a quarter.
    private const int Kept = 256;

    private static readonly int _most = Raise();
    private static int _taken;

    /// <summary>How many there can be.</summary>
    public static int Most => _most;

    /// <summary>How many there are.</summary>
    public static int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes one, if there is one.</summary>
    [HotPath]
    public static bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= _most)
        {
            return true;
        }

        Return();
        return false;
    }

    /// <summary>Gives one back.</summary>
    [HotPath]
    public static void Return() => Interlocked.Decrement(ref _taken);

    // The runtime raises the limit as well, but not in every form of it.
    private static unsafe int Raise()
    {
        rlimit limit;

        // SAFETY: the kernel writes one local.
        if (Libc.getrlimit(Libc.RLIMIT_NOFILE, &limit) != 0)
        {
            return Kept;
        }

        rlimit raised = limit with { rlim_cur = limit.rlim_max };

        // SAFETY: the kernel reads one local.
        ulong most = Libc.setrlimit(Libc.RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
        most = Math.Min(most, 1 << 24);
        return (int)Math.Max(most - Math.Min(most, Math.Max(Kept, most / 4)), 1);
    }
}
