using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>termios.h</c>: the modes of a terminal.</content>
public static unsafe partial class Libc
{
    /// <summary>When <see cref="tcsetattr"/> takes effect: at once; after output; after output, dropping unread input.</summary>
    public const int TCSANOW = 0, TCSADRAIN = 1, TCSAFLUSH = 2;

    // SAFETY: each reads or writes one termios.

    /// <summary>Reads the modes of a terminal.</summary>
    /// <returns>0, or -1 (<see cref="errno"/>): ENOTTY if it is none.</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcgetattr(int fd, termios* termios_p);

    /// <summary>Sets the modes of a terminal. From a background job it stops the process (SIGTTOU).</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int tcsetattr(int fd, int optional_actions, termios* termios_p);

    /// <summary>Changes modes so that every byte passes unchanged and unechoed. Touches the structure only.</summary>
    [LibraryImport(Library)]
    public static partial void cfmakeraw(termios* termios_p);
}
