namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A test past the page cache; skipped where the file system of the temporary directory does not let it be bypassed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DirectFactAttribute : FactAttribute
{
    private static readonly string? _refusal = Ask();

    public DirectFactAttribute() => Skip = _refusal;

    private static string? Ask()
    {
        using ImageFile image = ImageFile.OfSectors(16);
        try
        {
            new DeviceShells.Virtio.DiskFile(DiskImage.Raw(image.Path, cache: DiskCache.None), 4096).Dispose();
            return null;
        }
        catch (HostException e)
        {
            return e.Message;
        }
    }
}
