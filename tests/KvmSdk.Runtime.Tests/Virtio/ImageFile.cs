using KvmSdk.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>An image of a test: a file, or memory that the kernel gives a path to.</summary>
internal sealed class ImageFile : IDisposable
{
    private readonly SafeFileHandle? _memory;
    private readonly bool _isFile;

    private ImageFile(string path, SafeFileHandle? memory)
    {
        Path = path;
        _memory = memory;
        _isFile = memory is null;
    }

    public string Path { get; }

    public DiskImage Disk => DiskImage.Raw(Path);

    /// <summary>A file in the temporary directory, or in another one.</summary>
    public static ImageFile Of(byte[] contents, string? directory = null)
    {
        string path = System.IO.Path.Combine(directory ?? System.IO.Path.GetTempPath(), $"kvmsdk-{Guid.NewGuid():N}.img");
        File.WriteAllBytes(path, contents);
        return new(path, null);
    }

    /// <summary>A file whose every sector tells its number, so that a misplaced one is noticed.</summary>
    public static ImageFile OfSectors(int count) => Of(Sectors(count));

    /// <summary>A memory file, which can be sealed so that the kernel refuses what would else take a broken disk.</summary>
    public static unsafe ImageFile InMemory(int sectors)
    {
        fixed (byte* name = "kvmsdk-test\0"u8)
        {
            // SAFETY: the name is ended by 0.
            int number = Libc.memfd_create(name, Libc.MFD_CLOEXEC | Libc.MFD_ALLOW_SEALING);
            Assert.True(number >= 0);
            var memory = new SafeFileHandle(number, ownsHandle: true);
            RandomAccess.Write(memory, Sectors(sectors), 0);
            return new($"/proc/self/fd/{number}", memory);
        }
    }

    public static byte[] Sectors(int count)
    {
        byte[] bytes = new byte[count * 512];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((i / 512) + i + 1);
        }

        return bytes;
    }

    public byte[] Read() => File.ReadAllBytes(Path);

    public void Truncate(long length)
    {
        using SafeFileHandle handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.SetLength(handle, length);
    }

    /// <summary>Forbids something for good: <c>F_SEAL_*</c>. Of a memory file only.</summary>
    public void Seal(int seals) => Assert.Equal(0, Libc.fcntl((int)_memory!.DangerousGetHandle(), Libc.F_ADD_SEALS, seals));

    /// <summary>What the kernel says of it.</summary>
    public unsafe stat Describe()
    {
        using SafeFileHandle handle = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stat description;

        // SAFETY: the kernel writes one local.
        Assert.Equal(0, Libc.fstat((int)handle.DangerousGetHandle(), &description));
        return description;
    }

    public void Dispose()
    {
        _memory?.Dispose();
        if (_isFile)
        {
            File.Delete(Path);
        }
    }
}
