using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KvmSdk.Interop;
using KvmSdk.Model.Spec;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>
/// Anonymous memory of this process. It counts its users, and is unmapped when the owner has closed it and the last user
/// has left; from the closing on nobody new gets in.
/// </summary>
internal sealed class MemoryMapping : SafeHandleMinusOneIsInvalid
{
    private const ulong Page = 4096;

    private readonly nuint _length;
    private readonly HugePages _pages;
    private volatile bool _closing;
    private readonly TaskCompletionSource _unmapped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Maps zeroed memory, which the host backs as it is touched.</summary>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <param name="pages">The host's pages behind it.</param>
    /// <exception cref="HostException">The host has no room.</exception>
    public MemoryMapping(ulong length, HugePages pages = HugePages.Automatic)
        : base(ownsHandle: true)
    {
        _length = checked((nuint)length);
        _pages = pages;
        SetHandle(HostMemory.Map(length, pages));
    }

    /// <summary>Completes when the memory is no longer mapped.</summary>
    public Task Unmapped => _unmapped.Task;

    /// <summary>Begins to use the memory; <see cref="SafeHandle.DangerousRelease"/> ends it.</summary>
    /// <exception cref="ObjectDisposedException">It has been closed.</exception>
    [HotPath]
    public void Enter()
    {
        // The handle's own check comes too late: it lets new users in for as long as old ones stay.
        bool added = false;
        try
        {
            if (!_closing)
            {
                DangerousAddRef(ref added);
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed and unmapped between the two statements above.
            added = false;
        }

        if (!added)
        {
            RefuseUse();
        }
    }

    /// <summary>Makes the whole mapping resident. Nobody else may use it meanwhile.</summary>
    /// <inheritdoc cref="HostMemory.Populate"/>
    public void Populate(CancellationToken cancellationToken) => HostMemory.Populate(handle, _length, cancellationToken);

    /// <summary>Puts pages of a file in the place of some of these. Nobody else may use them meanwhile.</summary>
    /// <param name="place">Where they begin.</param>
    /// <param name="length">Bytes, inside the mapping.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in it they begin.</param>
    /// <returns>Whether that can be: on page boundaries, and of ordinary pages.</returns>
    /// <exception cref="HostException">The host refuses.</exception>
    public bool TryMapFile(ulong place, ulong length, SafeFileHandle file, ulong offset)
    {
        if (_pages == HugePages.HugeTlb2MiB || ((place | length | offset) & (Page - 1)) != 0)
        {
            return false;
        }

        HostMemory.MapFile(handle + (nint)place, length, file, offset);
        return true;
    }

    /// <summary>Unmaps the memory as soon as nobody uses it. Twice is fine.</summary>
    public void CloseWhenUnused()
    {
        _closing = true;
        Dispose();
    }

    [DoesNotReturn]
    private static void RefuseUse() => throw new ObjectDisposedException(nameof(GuestMemory), "the machine has been disposed, and its memory with it");

    /// <inheritdoc/>
    protected override unsafe bool ReleaseHandle()
    {
        // SAFETY: the count of users is 0, so that nobody holds a pointer into the mapping.
        bool released = Libc.munmap((void*)handle, _length) == 0;
        _unmapped.TrySetResult();
        return released;
    }
}
