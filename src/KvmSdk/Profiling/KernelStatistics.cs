using System.Text;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using static KvmSdk.Interop.KvmIoctl;

namespace KvmSdk.Profiling;

/// <summary>Reads what KVM counts of a virtual machine or CPU: a file that describes itself (<c>KVM_GET_STATS_FD</c>, since Linux 5.14).</summary>
internal static unsafe class KernelStatistics
{
    private const int MostBytes = 1 << 20;

    /// <summary>Adds the counts behind a descriptor to those there are; histograms are left out.</summary>
    /// <param name="owner">The virtual machine's or CPU's descriptor.</param>
    /// <param name="sums">By KVM's names.</param>
    public static void Add(int owner, SortedDictionary<string, ulong> sums)
    {
        int number = Libc.ioctl(owner, KVM_GET_STATS_FD, 0);
        if (number < 0)
        {
            return;
        }

        using Descriptor descriptor = new(number);
        byte[] bytes = new byte[MostBytes];
        int length = 0;
        fixed (byte* start = bytes)
        {
            // SAFETY: the kernel writes at most what is left of the array, which is pinned.
            nint count;
            while (length < MostBytes && (count = Libc.pread(number, start + length, (nuint)(MostBytes - length), length)) > 0)
            {
                length += (int)count;
            }
        }

        Parse(bytes.AsSpan(0, length), sums);
    }

    /// <summary>Adds the counts of a file's contents; what is not well-formed is left out.</summary>
    internal static void Parse(ReadOnlySpan<byte> file, SortedDictionary<string, ulong> sums)
    {
        if (!TryRead(file, 0, out kvm_stats_header header))
        {
            return;
        }

        ulong step = (ulong)sizeof(kvm_stats_desc) + header.name_size;
        for (ulong index = 0; index < header.num_desc; index++)
        {
            ulong at = header.desc_offset + (index * step);
            if (!TryRead(file, at, out kvm_stats_desc statistic) || at + step > (ulong)file.Length)
            {
                return;
            }

            uint kind = statistic.flags & kvm_stats_desc.KVM_STATS_TYPE_MASK;
            if (statistic.size != 1 || kind is kvm_stats_desc.KVM_STATS_TYPE_LINEAR_HIST or kvm_stats_desc.KVM_STATS_TYPE_LOG_HIST
                || !TryRead(file, (ulong)header.data_offset + statistic.offset, out ulong value) || value == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> name = file.Slice((int)at + sizeof(kvm_stats_desc), (int)header.name_size);
            int end = name.IndexOf((byte)0);
            string text = Encoding.ASCII.GetString(end < 0 ? name : name[..end]);
            sums[text] = sums.GetValueOrDefault(text) + value;
        }
    }

    private static bool TryRead<T>(ReadOnlySpan<byte> file, ulong at, out T value)
        where T : unmanaged
    {
        bool fits = at <= (ulong)file.Length && (ulong)sizeof(T) <= (ulong)file.Length - at;
        value = fits ? System.Runtime.InteropServices.MemoryMarshal.Read<T>(file[(int)at..]) : default;
        return fits;
    }
}
