using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>
/// Keeps a device's registers to one thread at a time: guests' accesses on vCPU threads, and whatever the program does with the device.
/// Not recursive, and it allocates nothing. A mutable struct, so that an access finds it in the device: keep it in a field.
/// </summary>
[HotPath]
public struct DeviceLock
{
    private FutexLock _lock;

    /// <summary>Takes the lock; waits for it if need be. A register's member runs with it taken, and must not take it again.</summary>
    /// <returns>Gives it back when disposed.</returns>
    [UnscopedRef]
    public Held Enter()
    {
        _lock.Enter();
        return new Held(ref _lock);
    }

    /// <summary>The lock, taken.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public readonly ref struct Held
    {
        private readonly ref FutexLock _taken;

        internal Held(ref FutexLock taken) => _taken = ref taken;

        /// <summary>Gives the lock back.</summary>
        public void Dispose()
        {
            if (!Unsafe.IsNullRef(ref _taken))
            {
                _taken.Exit();
            }
        }
    }
}
