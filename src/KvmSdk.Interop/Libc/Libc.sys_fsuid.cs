using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>sys/fsuid.h</c>: as whom this thread uses files.</content>
public static partial class Libc
{
    /// <summary>Sets the user of this thread for files.</summary>
    /// <returns>Who it was, whether it was changed or not.</returns>
    [HotPath]
    [LibraryImport(Library)]
    public static partial int setfsuid(uint uid);

    /// <summary>Sets the group of this thread for files.</summary>
    /// <returns>Which it was, whether it was changed or not.</returns>
    [HotPath]
    [LibraryImport(Library)]
    public static partial int setfsgid(uint gid);
}
