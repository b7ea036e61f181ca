namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A test that reads the size of one of the host's block devices; skipped where none may be opened for reading.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BlockDeviceFactAttribute : FactAttribute
{
    public BlockDeviceFactAttribute() => Skip = Device is null ? "no block device of this host may be read by this user" : null;

    /// <summary>The device file of one that is not empty; null if there is none.</summary>
    public static string? Device { get; } = Directory.Exists("/sys/class/block")
        ? Directory.EnumerateDirectories("/sys/class/block").Select(directory => $"/dev/{Path.GetFileName(directory)}").FirstOrDefault(IsReadable)
        : null;

    private static bool IsReadable(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] sector = new byte[512];
            return RandomAccess.Read(handle, sector, 0) == sector.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
