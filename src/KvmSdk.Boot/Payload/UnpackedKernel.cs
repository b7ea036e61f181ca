namespace KvmSdk.Boot.Payload;

/// <summary>The ELF file out of a bzImage, in memory outside the managed heap until disposed.</summary>
public sealed class UnpackedKernel : IMemoryBackedImage, IDisposable
{
    private readonly NativeBuffer _bytes;

    internal UnpackedKernel(string name, PayloadFormat format, NativeBuffer bytes)
    {
        Name = name;
        Format = format;
        _bytes = bytes;
    }

    /// <summary>The bzImage's name, marked as unpacked.</summary>
    public string Name { get; }

    /// <summary>How it was compressed.</summary>
    public PayloadFormat Format { get; }

    /// <inheritdoc/>
    public long Length => _bytes.Length;

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination) => ((IMemoryBackedImage)this).View(offset, destination.Length).CopyTo(destination);

    ReadOnlySpan<byte> IMemoryBackedImage.View(long offset, int length) => _bytes.Span.Slice(checked((int)offset), length);

    /// <summary>Gives the memory back to the system.</summary>
    public void Dispose() => _bytes.Dispose();
}
