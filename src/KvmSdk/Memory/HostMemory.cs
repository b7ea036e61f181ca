using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Model.Spec;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>Takes memory from the host, on the pages that are asked for.</summary>
internal static class HostMemory
{
    /// <summary>Between two pieces of this many bytes populating can be given up.</summary>
    private const nuint PopulateStep = 256 << 20;

    private const nuint SmallestPage = 4096;

    /// <summary>Maps zeroed memory of this process, which stays out of core dumps: they would carry the guest's secrets.</summary>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <param name="pages">The host's pages behind it.</param>
    /// <returns>The address.</returns>
    /// <exception cref="HostException">The host has no room.</exception>
    public static nint Map(ulong length, HugePages pages)
    {
        nint address;
        switch (pages)
        {
            case HugePages.HugeTlb2MiB:
                address = MapReserved(length);
                break;
            case HugePages.Transparent:
                address = MapAligned(length);
                Advise(address, length, Libc.MADV_HUGEPAGE);
                break;
            case HugePages.None:
                address = MapOrdinary(length, length);
                Advise(address, length, Libc.MADV_NOHUGEPAGE);
                break;
            default:
                address = MapOrdinary(length, length);
                break;
        }

        Advise(address, length, Libc.MADV_DONTDUMP);
        return address;
    }

    /// <summary>Replaces pages of a mapping by a file's, as a private copy that is made page by page when somebody writes.</summary>
    /// <param name="address">Where, on a page.</param>
    /// <param name="length">Bytes, whole pages inside the mapping.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in it, on a page.</param>
    /// <exception cref="HostException">The host refuses; the pages may be gone.</exception>
    public static unsafe void MapFile(nint address, ulong length, SafeFileHandle file, ulong offset)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);

            // SAFETY: the caller vouches that [address, address + length) lies inside its own mapping, which nobody uses yet.
            void* mapped = Libc.mmap(
                (void*)address, checked((nuint)length), Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_FIXED | Libc.MAP_NORESERVE,
                (int)file.DangerousGetHandle(), (long)offset);
            Errno errno = Libc.errno;
            if (mapped == Libc.MAP_FAILED)
            {
                KernelError.Throw(string.Create(CultureInfo.InvariantCulture, $"mmap of {length >> 10} KiB of this program as guest memory"), errno);
            }
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }

        Advise(address, length, Libc.MADV_DONTDUMP);
    }

    /// <summary>Makes a mapping resident. Nobody else may use it meanwhile.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="cancellationToken">Gives up between two pieces.</param>
    /// <param name="advice">The kernel's word for it; another one only in tests.</param>
    /// <exception cref="HostException">The host has not that much memory.</exception>
    public static unsafe void Populate(nint address, nuint length, CancellationToken cancellationToken, int advice = Libc.MADV_POPULATE_WRITE)
    {
        for (nuint offset = 0; offset < length; offset += PopulateStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            byte* start = (byte*)address + offset;
            nuint piece = nuint.Min(PopulateStep, length - offset);

            // SAFETY: [start, start + piece) lies inside the mapping, and populating changes no byte.
            int result = Libc.madvise(start, piece, advice);
            Errno errno = Libc.errno;
            if (result == 0)
            {
                continue;
            }

            if (errno != Errno.EINVAL)
            {
                KernelError.Throw(
                    string.Create(CultureInfo.InvariantCulture, $"making {length >> 20} MiB of guest memory resident"),
                    errno,
                    "free memory on the host, give the machine less (--memory), or leave out --prefault");
            }

            Touch(start, piece);
        }
    }

    /// <summary>As <see cref="Populate"/> on kernels before 5.14, which lack the advice: one write a page.</summary>
    private static unsafe void Touch(byte* start, nuint length)
    {
        for (nuint offset = 0; offset < length; offset += SmallestPage)
        {
            // SAFETY: inside the range, which the caller vouches for; the byte keeps its value.
            Interlocked.Or(ref *(int*)(start + offset), 0);
        }
    }

    /// <summary>Maps <paramref name="length"/> bytes of ordinary memory.</summary>
    /// <param name="length">Bytes to map.</param>
    /// <param name="wanted">Bytes that the caller needs, for the message.</param>
    private static unsafe nint MapOrdinary(ulong length, ulong wanted)
    {
        // SAFETY: a fresh private mapping at an address of the kernel's choice overlaps nothing.
        void* address = Libc.mmap(
            null,
            checked((nuint)length),
            Libc.PROT_READ | Libc.PROT_WRITE,
            Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE,
            -1,
            0);
        Errno errno = Libc.errno;
        if (address == Libc.MAP_FAILED)
        {
            KernelError.Throw(
                string.Create(CultureInfo.InvariantCulture, $"mmap of {wanted >> 20} MiB of guest memory"),
                errno,
                "give the machine less memory (--memory), or raise the limit on this process's address space (ulimit -v)");
        }

        return (nint)address;
    }

    /// <summary>
    /// Maps memory at a multiple of 2 MiB: KVM can give the guest a huge page only where guest-physical and host addresses have the same
    /// place in one. Newer kernels choose such an address by themselves; older ones are given room to cut it from.
    /// </summary>
    private static unsafe nint MapAligned(ulong length)
    {
        nint mapped = MapOrdinary(length, length);
        if (mapped % HugePagePool.PageSize == 0)
        {
            return mapped;
        }

        // SAFETY: it was made here, and nobody has a pointer into it.
        _ = Libc.munmap((void*)mapped, (nuint)length);
        ulong room = checked(length + HugePagePool.PageSize);
        return CutAligned(MapOrdinary(room, length), room, length);
    }

    /// <summary>Cuts <paramref name="length"/> bytes at a multiple of 2 MiB out of a mapping, and unmaps what is before and after them.</summary>
    /// <param name="mapped">Where the mapping begins; nobody has a pointer into it.</param>
    /// <param name="room">Its bytes: 2 MiB more than <paramref name="length"/>.</param>
    /// <param name="length">The bytes to keep.</param>
    internal static unsafe nint CutAligned(nint mapped, ulong room, ulong length)
    {
        nint aligned = (mapped + HugePagePool.PageSize - 1) & -HugePagePool.PageSize;
        nint before = aligned - mapped;
        nint after = (nint)(room - length) - before;

        // SAFETY (both): the caller vouches for the mapping; these are parts of it outside of what is kept.
        if (before > 0)
        {
            _ = Libc.munmap((void*)mapped, (nuint)before);
        }

        if (after > 0)
        {
            _ = Libc.munmap((void*)(aligned + (nint)length), (nuint)after);
        }

        return aligned;
    }

    /// <summary>Maps reserved huge pages. Without MAP_NORESERVE the kernel sets them aside now, so that the guest never meets a missing one (SIGBUS).</summary>
    private static unsafe nint MapReserved(ulong length)
    {
        // SAFETY: as in MapOrdinary.
        void* address = Libc.mmap(
            null,
            checked((nuint)length),
            Libc.PROT_READ | Libc.PROT_WRITE,
            Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_HUGETLB | Libc.MAP_HUGE_2MB,
            -1,
            0);
        Errno errno = Libc.errno;
        if (address != Libc.MAP_FAILED)
        {
            return (nint)address;
        }

        string where = string.Create(CultureInfo.InvariantCulture, $"mmap of {length >> 20} MiB of guest memory in 2 MiB pages");
        long needed = HugePagePool.PagesFor(length);
        throw errno == Errno.ENOMEM && HugePagePool.Read() is { } pool && pool.Available < needed
            ? new HostException(where, pool.Shortage(needed), pool.Remedy(needed))
            : KernelError.Make(where, errno, "choose other pages (--huge-pages), or use a kernel with hugetlbfs");
    }

    /// <summary>Advises the kernel about a mapping. A kernel that was built without what is advised refuses, and nothing is lost by it.</summary>
    private static unsafe void Advise(nint address, ulong length, int advice) => _ = Libc.madvise((void*)address, (nuint)length, advice); // SAFETY: it changes no byte.
}
