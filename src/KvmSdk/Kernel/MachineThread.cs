// Why not the default stack: 8 MiB cost nothing while they are only reserved, but where the host uses huge pages for
// everything, the first touch may take 2 MiB at once, as much as all the rest of an idle machine. It often does: the stack of
// the first thread after guest RAM lies right below it, and so ends at a multiple of 2 MiB. In 1 MiB there is no room for one.

namespace KvmSdk.Kernel;

/// <summary>Makes the threads of a machine.</summary>
internal static class MachineThread
{
    private const int StackSize = 1 << 20;

    /// <summary>Makes a thread that has not started.</summary>
    /// <param name="body">What it does.</param>
    /// <param name="name">Its name, of which the kernel shows 15 characters.</param>
    /// <param name="keepsProcess">Whether the process stays until the thread has ended.</param>
    public static Thread Make(Action body, string name, bool keepsProcess) =>
        new(new ThreadStart(body), StackSize) { Name = name, IsBackground = !keepsProcess };
}
