using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>
/// Anonymous memory of this process. The handle counts its users, so that it is unmapped when the owner has disposed it
/// and the last user has left, in whichever order.
/// </summary>
internal sealed class MemoryMapping : SafeHandleMinusOneIsInvalid
{
    private readonly nuint _length;
    private readonly TaskCompletionSource _unmapped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Maps zeroed memory, which the host backs page by page as it is touched.</summary>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <exception cref="HostException">The host has no room.</exception>
    public unsafe MemoryMapping(ulong length)
        : base(ownsHandle: true)
    {
        _length = checked((nuint)length);

        // SAFETY: a fresh private mapping at an address of the kernel's choice overlaps nothing.
        void* address = Libc.mmap(
            null,
            _length,
            Libc.PROT_READ | Libc.PROT_WRITE,
            Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE,
            -1,
            0);
        Errno errno = Libc.errno;
        if (address == Libc.MAP_FAILED)
        {
            KernelError.Throw(
                string.Create(CultureInfo.InvariantCulture, $"mmap of {length >> 20} MiB of guest memory"),
                errno,
                "give the machine less memory (--memory), or raise the limit on this process's address space (ulimit -v)");
        }

        SetHandle((nint)address);
    }

    /// <summary>Completes when the memory is no longer mapped.</summary>
    public Task Unmapped => _unmapped.Task;

    /// <inheritdoc/>
    protected override unsafe bool ReleaseHandle()
    {
        // SAFETY: the count of users is 0, so that nobody holds a pointer into the mapping.
        bool released = Libc.munmap((void*)handle, _length) == 0;
        _unmapped.TrySetResult();
        return released;
    }
}
