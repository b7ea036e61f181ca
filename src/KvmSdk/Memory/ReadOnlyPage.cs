using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Memory;

/// <summary>A page of this process that a guest is allowed to read, with nothing else in it.</summary>
internal sealed unsafe class ReadOnlyPage : IDisposable
{
    /// <summary>Bytes.</summary>
    public const int Size = 4096;

    private void* _address;

    /// <summary>Maps a page of zeros.</summary>
    /// <exception cref="HostException">The host has no room.</exception>
    public ReadOnlyPage()
    {
        // SAFETY: a fresh private mapping at an address of the kernel's choice overlaps nothing.
        _address = Libc.mmap(null, Size, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        Errno errno = Libc.errno;
        if (_address == Libc.MAP_FAILED)
        {
            _address = null;
            KernelError.Throw("mmap of a page of device registers", errno);
        }
    }

    /// <summary>Where it is, until <see cref="Dispose"/>.</summary>
    public nint Address => (nint)_address;

    /// <summary>Unmaps it. The virtual machine runs no guest any more.</summary>
    public void Dispose()
    {
        if (_address != null)
        {
            // SAFETY: nobody uses the mapping, which is this object's own.
            _ = Libc.munmap(_address, Size);
            _address = null;
        }
    }
}
