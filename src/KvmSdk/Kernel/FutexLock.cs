// Why not System.Threading.Lock: the first thread that has to wait for one allocates an event, in the middle of a guest's
// device access; and this one costs one atomic instruction to take and one to give back, which is a good part of what an
// exit may cost here. It is the three-state mutex of Ulrich Drepper's "Futexes Are Tricky".

using System.Runtime.CompilerServices;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>A mutual-exclusion lock that allocates nothing, not even under contention. Not recursive. A mutable struct: keep it in a field.</summary>
[HotPath]
internal struct FutexLock
{
    private const int Free = 0;
    private const int Held = 1;
    private const int HeldWithSleepers = 2;
    private const int Spins = 64;

    private int _state;

    /// <summary>Takes the lock; waits for it if need be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _state, Held, Free) != Free)
        {
            EnterContended();
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns>Whether the caller holds it now.</returns>
    public bool TryEnter() => Interlocked.CompareExchange(ref _state, Held, Free) == Free;

    /// <summary>Gives the lock back. Also a full memory barrier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        if (Interlocked.Exchange(ref _state, Free) == HeldWithSleepers)
        {
            Wake();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void EnterContended()
    {
        for (int i = 0; i < Spins; i++)
        {
            if (Volatile.Read(ref _state) == Free && Interlocked.CompareExchange(ref _state, Held, Free) == Free)
            {
                return;
            }

            Thread.SpinWait(1);
        }

        // SAFETY: the word stays pinned while the kernel knows its address; the waker names the same address, because an
        // object with a sleeper does not move.
        fixed (int* word = &_state)
        {
            while (Interlocked.Exchange(ref _state, HeldWithSleepers) != Free)
            {
                Libc.futex(word, Libc.FUTEX_WAIT_PRIVATE, HeldWithSleepers);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe void Wake()
    {
        // SAFETY: as above.
        fixed (int* word = &_state)
        {
            Libc.futex(word, Libc.FUTEX_WAKE_PRIVATE, 1);
        }
    }
}
