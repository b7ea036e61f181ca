using KvmSdk;

namespace HelloLinux;

/// <summary>The disk of a machine for which none was named: a small one, whose first sector greets.</summary>
internal static class Disk
{
    /// <summary>1 MiB: any multiple of 512 would do.</summary>
    private const int Size = 1 << 20;

    /// <summary>Exactly 16 bytes, so that <c>head -c 16 /dev/vda</c> prints one line.</summary>
    private static ReadOnlySpan<byte> Greeting => "Hello from disk\n"u8;

    /// <summary>Finds the disk, or makes it.</summary>
    /// <param name="directory">Where it lies.</param>
    public static DiskImage In(string directory)
    {
        string path = Path.Combine(directory, "disk.img");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(directory);
            string partial = $"{path}.{Environment.ProcessId}";
            using (FileStream file = File.Create(partial))
            {
                file.Write(Greeting);
                file.SetLength(Size);
            }

            File.Move(partial, path, overwrite: true);
        }

        return DiskImage.Raw(path);
    }
}
