namespace KvmSdk.Boot;

/// <summary>An image that is already in memory: a guest program embedded in the assembly, an archive just made by a cpio writer.</summary>
/// <param name="name">How messages name it.</param>
/// <param name="bytes">Its contents; not copied.</param>
public sealed class MemoryImage(string name, ReadOnlyMemory<byte> bytes) : IMemoryBackedImage
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public long Length => bytes.Length;

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination) => MemoryBackedRead.Fill(this, offset, destination);

    ReadOnlySpan<byte> IMemoryBackedImage.View(long offset, int most) => bytes.Span.Slice(checked((int)offset), most);
}
