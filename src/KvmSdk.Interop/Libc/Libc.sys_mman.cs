using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/mman.h</c>: mappings and memory files.</content>
public static unsafe partial class Libc
{
    /// <summary>Protection of a mapping: none, read, write, execute.</summary>
    public const int PROT_NONE = 0x0, PROT_READ = 0x1, PROT_WRITE = 0x2, PROT_EXEC = 0x4;

    /// <summary>Kind of mapping: writes reach the file; writes stay here; at exactly this address.</summary>
    public const int MAP_SHARED = 0x01, MAP_PRIVATE = 0x02, MAP_FIXED = 0x10;

    /// <summary>Option of a mapping: no file; no swap reserved; filled at once; huge pages; at this address or not at all.</summary>
    public const int
        MAP_ANONYMOUS = 0x20,
        MAP_NORESERVE = 0x4000,
        MAP_POPULATE = 0x8000,
        MAP_HUGETLB = 0x40000,
        MAP_FIXED_NOREPLACE = 0x100000;

    /// <summary>Size of the pages of <see cref="MAP_HUGETLB"/> (<c>linux/mman.h</c>): the logarithm of 2 MiB in bits 26 to 31.</summary>
    public const int MAP_HUGE_2MB = 21 << 26;

    /// <summary>What <see cref="mmap"/> returns on failure.</summary>
    public static void* MAP_FAILED => (void*)-1;

    /// <summary>Advice for <see cref="madvise"/>: drop the pages of a private mapping; drop them from the file too; not to children.</summary>
    public const int MADV_DONTNEED = 4, MADV_REMOVE = 9, MADV_DONTFORK = 10;

    /// <summary>Advice for <see cref="madvise"/>: merge equal pages; not; huge pages; not; not in core dumps.</summary>
    public const int MADV_MERGEABLE = 12, MADV_UNMERGEABLE = 13, MADV_HUGEPAGE = 14, MADV_NOHUGEPAGE = 15, MADV_DONTDUMP = 16;

    /// <summary>Advice for <see cref="madvise"/>: allocate the pages now, readable, writable. Since Linux 5.14.</summary>
    public const int MADV_POPULATE_READ = 22, MADV_POPULATE_WRITE = 23;

    /// <summary>Option of <see cref="memfd_create"/>: closed by exec; can be sealed; huge pages.</summary>
    public const uint MFD_CLOEXEC = 0x1, MFD_ALLOW_SEALING = 0x2, MFD_HUGETLB = 0x4;

    // SAFETY (all): the caller owns the range; whoever unmaps or replaces it answers for every pointer into it.

    /// <summary>Maps a file or fresh memory.</summary>
    /// <returns>The address, or <see cref="MAP_FAILED"/> (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial void* mmap(void* addr, nuint length, int prot, int flags, int fd, long offset);

    /// <summary>Removes a mapping.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int munmap(void* addr, nuint length);

    /// <summary>Changes the protection of a mapping.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int mprotect(void* addr, nuint len, int prot);

    /// <summary>Advises the kernel about a mapping.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int madvise(void* addr, nuint length, int advice);

    /// <summary>Makes a file that lives in memory and has no path.</summary>
    /// <param name="name">UTF-8 name for people, ended by 0; need not be unique.</param>
    /// <param name="flags"><c>MFD_*</c>.</param>
    /// <returns>A descriptor, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int memfd_create(byte* name, uint flags);
}
