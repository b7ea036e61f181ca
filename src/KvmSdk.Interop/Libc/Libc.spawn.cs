using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <content><c>spawn.h</c> and <c>sys/wait.h</c>: programs that get exactly the descriptors they are meant to, whatever other threads open meanwhile.</content>
public static unsafe partial class Libc
{
    /// <summary>For <see cref="posix_spawnattr_setflags"/>: signals get their default action; the mask is set.</summary>
    public const short POSIX_SPAWN_SETSIGDEF = 0x04, POSIX_SPAWN_SETSIGMASK = 0x08;

    // SAFETY (all of these): reads and writes the one structure; strings end with a 0 byte, lists of strings with a null.

    /// <summary>Makes an empty list. To be destroyed.</summary>
    /// <returns>0 or an error number (not through <see cref="errno"/>).</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(posix_spawn_file_actions_t* actions);

    /// <summary>Frees what a list holds.</summary>
    /// <returns>0.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t* actions);

    /// <summary>Adds: <paramref name="fd"/> becomes <paramref name="newfd"/>, and stays open.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t* actions, int fd, int newfd);

    /// <summary>Adds: a file is opened as <paramref name="fd"/>.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t* actions, int fd, byte* path, int oflag, uint mode);

    /// <summary>Makes attributes that change nothing. To be destroyed.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(posix_spawnattr_t* attributes);

    /// <summary>Frees what attributes hold.</summary>
    /// <returns>0.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(posix_spawnattr_t* attributes);

    /// <summary>Says which attributes count.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(posix_spawnattr_t* attributes, short flags);

    /// <summary>Says which signals get their default action.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(posix_spawnattr_t* attributes, sigset_t* signals);

    /// <summary>Says which signals are held back.</summary>
    /// <returns>0 or an error number.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(posix_spawnattr_t* attributes, sigset_t* signals);

    /// <summary>Starts a program that is looked for in PATH.</summary>
    /// <returns>0 or an error number, ENOENT too, not through <see cref="errno"/>.</returns>
    [LibraryImport(Library)]
    public static partial int posix_spawnp(int* pid, byte* file, posix_spawn_file_actions_t* actions, posix_spawnattr_t* attributes, byte** argv, byte** envp);

    /// <summary>Waits for a child to end.</summary>
    /// <param name="pid">Which.</param>
    /// <param name="status">How it ended: its exit code in the second byte if the first is 0.</param>
    /// <param name="options">0, to wait as long as it takes.</param>
    /// <returns>Its id, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    /// <summary>A signal that ends any process (<c>signal.h</c>).</summary>
    public const int SIGKILL = 9;

    /// <summary>Sends a signal to a process (<c>signal.h</c>).</summary>
    /// <returns>0, or -1 (<see cref="errno"/>).</returns>
    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int sig);
}
