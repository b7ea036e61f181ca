// Why read-only memory is a read-only slot of KVM's, and no private copy: a copy would let a guest fill the host's memory with as much as the file is long, and each
// machine have its own pages of what all could share. The price is that a write is dropped, which the device tells of.
//
//   file     |#################### whole pages ####|## rest ##|
//   memory   |#################### shared #########|## copy #########| zeros, up to 2 MiB, of read-only files only

using System.Globalization;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Memory;
using KvmSdk.Model.Spec;

namespace KvmSdk.DeviceShells.Virtio;

/// <summary>The file behind persistent memory: opened, locked, and mapped into this process, which never touches the mapping itself.</summary>
internal sealed unsafe class PmemFile : IDisposable
{
    private const ulong Page = 4096;

    private byte* _address;

    /// <summary>Opens the file.</summary>
    /// <param name="image">Which: a raw image.</param>
    /// <exception cref="HostException">It cannot be opened, is locked, or has a length that cannot be memory.</exception>
    public PmemFile(DiskImage image)
    {
        File = new DiskFile(image, DiskFile.AnyLength);
        Length = File.Length;
        Size = (Length + PmemSpec.Alignment - 1) / PmemSpec.Alignment * PmemSpec.Alignment;
        if (Length == 0 || (Size != Length && !File.IsReadOnly))
        {
            File.Dispose();
            throw new HostException(
                File.Path,
                string.Create(CultureInfo.InvariantCulture, $"its {Length} bytes are no memory that a guest could write to, which has 2 MiB or a multiple"),
                Length == 0 ? $"make it longer: 'truncate -s 64M {File.Path}'" : $"make it longer: 'truncate -s %2M {File.Path}'; or attach it read-only (raw:PATH,ro)");
        }
    }

    /// <summary>The file.</summary>
    public DiskFile File { get; }

    /// <summary>Its length in bytes.</summary>
    public ulong Length { get; }

    /// <summary>The memory's size in bytes: the length, for a read-only file up to the next multiple of 2 MiB.</summary>
    public ulong Size { get; }

    /// <summary>Takes the room for all of the file from its file system: a guest that wrote into a hole while there is none would end, or stand still.</summary>
    /// <exception cref="HostException">There is not enough, or it cannot be reserved and the file has holes.</exception>
    public void Reserve()
    {
        Errno errno = TryReserve();
        if (errno is Errno.ENOSPC or Errno.EDQUOT or Errno.EFBIG or Errno.EIO)
        {
            throw KernelError.Make(
                File.Path, errno,
                string.Create(CultureInfo.InvariantCulture, $"make room on its file system: all {Length >> 20} MiB of the file are reserved at start, since a guest's processor cannot be told later that there is no room"));
        }

        if (errno != 0 && File.TryDescribe(out stat now) && (now.st_mode & stat.S_IFMT) == stat.S_IFREG && (ulong)now.st_blocks * DiskFile.SectorSize < Length)
        {
            throw new HostException(
                File.Path, $"it has holes, for which its file system cannot reserve room ({errno})",
                "fill them, with 'cp --sparse=never', since a guest's processor cannot be told later that there is no room; or use another file system");
        }
    }

    /// <summary>What the file system says to the wish for room for all of the file; 0 for yes.</summary>
    public Errno TryReserve()
    {
        while (Libc.fallocate(File.Number, 0, 0, (long)Length) < 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Maps the file at a multiple of 2 MiB, so that KVM can give the guest a huge page where the file system has one.</summary>
    /// <returns>The first byte; mapped until <see cref="Dispose"/>.</returns>
    /// <exception cref="HostException">The host refuses.</exception>
    public nint Map()
    {
        ulong room = checked(Size + PmemSpec.Alignment);
        byte* reserved = Take(null, room, Libc.PROT_NONE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE, -1, 0);
        _address = (byte*)HostMemory.CutAligned((nint)reserved, room, Size);
        ulong shared = File.Start % Page == 0 ? Length & ~(Page - 1) : 0;
        int protection = File.IsReadOnly ? Libc.PROT_READ : Libc.PROT_READ | Libc.PROT_WRITE;
        if (shared > 0)
        {
            Take(_address, shared, protection, Libc.MAP_SHARED | Libc.MAP_FIXED, File.Number, (long)File.Start);
        }

        if (shared < Size)
        {
            byte* rest = Take(_address + shared, Size - shared, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_FIXED | Libc.MAP_NORESERVE, -1, 0);
            Copy(rest, shared, Length - shared);

            // SAFETY: a part of this mapping, to which nobody writes any more.
            _ = Libc.mprotect(rest, (nuint)(Size - shared), Libc.PROT_READ);
        }

        // SAFETY: it changes no byte. The guest's secrets belong into no core dump.
        _ = Libc.madvise(_address, (nuint)Size, Libc.MADV_DONTDUMP);
        return (nint)_address;
    }

    /// <summary>Makes durable what was written through the mapping. Waits for the storage.</summary>
    /// <returns>0, or what the kernel said.</returns>
    [HotPath]
    public Errno Flush()
    {
        while (!File.IsReadOnly && Libc.fdatasync(File.Number) < 0)
        {
            Errno errno = Libc.errno;
            if (errno != Errno.EINTR)
            {
                return errno;
            }
        }

        return 0;
    }

    /// <summary>Unmaps and closes it. The virtual machine runs no guest any more.</summary>
    public void Dispose()
    {
        if (_address is not null)
        {
            // SAFETY: it was mapped here, this process does not touch it, and no vCPU runs.
            _ = Libc.munmap(_address, (nuint)Size);
            _address = null;
        }

        File.Dispose();
    }

    private byte* Take(void* address, ulong length, int protection, int flags, int file, long offset)
    {
        // SAFETY: either at an address of the kernel's choice, or in place of a part of this object's own mapping that nobody uses yet.
        void* mapped = Libc.mmap(address, checked((nuint)length), protection, flags, file, offset);
        Errno errno = Libc.errno;
        return mapped != Libc.MAP_FAILED
            ? (byte*)mapped
            : throw KernelError.Make(
                string.Create(CultureInfo.InvariantCulture, $"mmap of {length >> 10} KiB of {File.Path}"), errno, "raise the limit on this process's address space (ulimit -v), or use a file that can be mapped");
    }

    private void Copy(byte* destination, ulong from, ulong length)
    {
        while (length > 0)
        {
            // SAFETY: the caller has mapped so many bytes.
            nint count = Libc.pread(File.Number, destination, (nuint)Math.Min(length, 1 << 30), (long)(File.Start + from));
            Errno errno = Libc.errno;
            if (count == 0)
            {
                throw new HostException(File.Path, "the file became shorter while it was read", "start again when it is complete");
            }

            if (count < 0)
            {
                KernelError.Throw(File.Path, errno);
            }

            destination += count;
            from += (ulong)count;
            length -= (ulong)count;
        }
    }
}
