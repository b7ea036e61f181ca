namespace KvmSdk.Boot.Payload;

/// <summary>A kernel unpacked as a whole: the form for compressors whose output can only be had from the start.</summary>
internal sealed class NativeImage(string name, NativeBuffer bytes) : IMemoryBackedImage, IDisposable
{
    public string Name { get; } = name;

    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> destination) => MemoryBackedRead.Fill(this, offset, destination);

    public ReadOnlySpan<byte> View(long offset, int most) => bytes.Span.Slice(checked((int)offset), most);

    public void Dispose() => bytes.Dispose();
}
