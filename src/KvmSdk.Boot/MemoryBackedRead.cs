namespace KvmSdk.Boot;

/// <summary>Reading by views.</summary>
internal static class MemoryBackedRead
{
    /// <summary>Fills the destination view by view.</summary>
    public static void Fill(IMemoryBackedImage image, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            ReadOnlySpan<byte> view = image.View(offset, destination.Length);
            view.CopyTo(destination);
            offset += view.Length;
            destination = destination[view.Length..];
        }
    }
}
