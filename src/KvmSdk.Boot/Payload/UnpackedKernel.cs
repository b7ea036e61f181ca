namespace KvmSdk.Boot.Payload;

/// <summary>The ELF file in a bzImage. It holds memory outside the managed heap until disposed; the bzImage must stay readable as long.</summary>
public sealed class UnpackedKernel : IMemoryBackedImage, IDisposable
{
    private readonly IMemoryBackedImage _image;

    internal UnpackedKernel(PayloadFormat format, NativeImage image) => (Format, _image) = (format, image);

    internal UnpackedKernel(PayloadFormat format, Lz4Image image) => (Format, _image) = (format, image);

    /// <summary>The bzImage's name, marked as unpacked.</summary>
    public string Name => _image.Name;

    /// <summary>How it was compressed.</summary>
    public PayloadFormat Format { get; }

    /// <inheritdoc/>
    public long Length => _image.Length;

    /// <inheritdoc/>
    /// <exception cref="BootException">An LZ4 block is damaged; other formats are checked before this object exists.</exception>
    public void Read(long offset, Span<byte> destination) => _image.Read(offset, destination);

    /// <summary>Writes all of it, piece by piece as it is unpacked: the ELF file that other monitors start.</summary>
    /// <param name="destination">Where it goes.</param>
    /// <exception cref="BootException">As of <see cref="Read"/>.</exception>
    public void CopyTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        for (long done = 0; done < Length;)
        {
            ReadOnlySpan<byte> piece = _image.View(done, (int)Math.Min(Length - done, int.MaxValue));
            destination.Write(piece);
            done += piece.Length;
        }
    }

    ReadOnlySpan<byte> IMemoryBackedImage.View(long offset, int most) => _image.View(offset, most);

    /// <summary>Gives the memory back to the system.</summary>
    public void Dispose() => ((IDisposable)_image).Dispose();
}
