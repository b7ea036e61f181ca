using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>stdio.h</c>: renaming.</content>
public static unsafe partial class Libc
{
    /// <summary>Option of <see cref="renameat2"/>: fail if the new name is there; exchange both (<c>linux/fs.h</c>).</summary>
    public const uint RENAME_NOREPLACE = 1, RENAME_EXCHANGE = 2;

    // SAFETY: the kernel reads both up to the first 0 byte.
    /// <summary>Renames.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [HotPath]
    [LibraryImport(Library, SetLastError = true)]
    public static partial int renameat2(int olddirfd, byte* oldpath, int newdirfd, byte* newpath, uint flags);
}
