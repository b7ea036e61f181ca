using System.ComponentModel;
using KvmSdk.Kernel;

namespace KvmSdk;

/// <summary>
/// Keeps a device's registers to one thread at a time: guests' accesses on vCPU threads, and whatever the program does with the device.
/// Not recursive, and it allocates nothing.
/// </summary>
[HotPath]
public sealed class DeviceLock
{
    private FutexLock _lock;

    /// <summary>Takes the lock; waits for it if need be. A register's member runs with it taken, and must not take it again.</summary>
    /// <returns>Gives it back when disposed.</returns>
    public Held Enter()
    {
        _lock.Enter();
        return new Held(this);
    }

    /// <summary>The lock, taken.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public readonly ref struct Held
    {
        private readonly DeviceLock? _owner;

        internal Held(DeviceLock owner) => _owner = owner;

        /// <summary>Gives the lock back.</summary>
        public void Dispose() => _owner?._lock.Exit();
    }
}
