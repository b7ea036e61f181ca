// Why not System.Threading.Thread: its Start gives the processor away, over and over, until the new thread runs. With one
// processor that goes on for the several milliseconds that Linux lets a new thread wait for its first turn, longer than all the
// rest of a machine's start. Here the starter sleeps meanwhile.
//
// Why not the default stack: 8 MiB cost nothing while they are only reserved, but where the host uses huge pages for
// everything, the first touch may take 2 MiB at once, as much as all the rest of an idle machine. It often does: the stack of
// the first thread after guest RAM lies right below it, and so ends at a multiple of 2 MiB. In 1 MiB there is no room for one.

using System.Runtime.InteropServices;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>A thread of a machine.</summary>
/// <param name="body">What it does. Must not throw.</param>
/// <param name="name">Its name, of which the kernel shows 15 characters.</param>
/// <param name="keepsProcess">Whether the process stays until the thread has ended.</param>
internal sealed class MachineThread(Action body, string name, bool keepsProcess)
{
    private const int StackSize = 1 << 20;
    private const int Made = 0;
    private const int Running = 1;

    private nuint _id;
    private int _state;

    /// <summary>Starts it, once, and waits until it runs.</summary>
    /// <exception cref="HostException">The process or the user has too many threads.</exception>
    public unsafe void Start()
    {
        // SAFETY: each call gets the address of a local or of a pinned field; the handle keeps this object for the thread, which frees it.
        GCHandle self = GCHandle.Alloc(this);
        pthread_attr_t attributes;
        _ = Libc.pthread_attr_init(&attributes);
        _ = Libc.pthread_attr_setstacksize(&attributes, StackSize);
        nuint id;
        int error = Libc.pthread_create(&id, &attributes, &Enter, (void*)GCHandle.ToIntPtr(self));
        _ = Libc.pthread_attr_destroy(&attributes);
        if (error != 0)
        {
            self.Free();
            KernelError.Throw("pthread_create", (Errno)error, "raise the limit on processes (ulimit -u), or run fewer machines");
        }

        _id = id;
        fixed (int* state = &_state)
        {
            while (Volatile.Read(ref _state) == Made)
            {
                Libc.futex(state, Libc.FUTEX_WAIT_PRIVATE, Made);
            }
        }
    }

    /// <summary>Waits until it has ended. Once, after a start, and not from itself.</summary>
    public unsafe void Join()
    {
        // SAFETY: nobody wants the result.
        int error = Libc.pthread_join(_id, null);
        if (error != 0)
        {
            KernelError.Throw("pthread_join", (Errno)error);
        }
    }

    [UnmanagedCallersOnly]
    private static unsafe void* Enter(void* argument)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)argument);
        var thread = (MachineThread)handle.Target!;
        handle.Free();
        thread.Run();
        return null;
    }

    private unsafe void Run()
    {
        // The runtime takes a thread that it did not make for one that keeps no process.
        Thread own = Thread.CurrentThread;
        own.Name = name;
        own.IsBackground = !keepsProcess;

        // SAFETY: the starter, which knows the same address while it sleeps, has the word pinned until it sees the change.
        fixed (int* state = &_state)
        {
            Volatile.Write(ref _state, Running);
            Libc.futex(state, Libc.FUTEX_WAKE_PRIVATE, 1);
        }

        body();
        own.IsBackground = true;
    }
}
