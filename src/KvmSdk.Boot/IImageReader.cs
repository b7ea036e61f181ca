namespace KvmSdk.Boot;

/// <summary>
/// Random access to a kernel, initial RAM disk or guest image. Bytes are read straight into guest memory, so a large file is copied once;
/// whoever opened the file keeps owning it.
/// </summary>
public interface IImageReader
{
    /// <summary>How messages name the image: its path, as the user wrote it.</summary>
    string Name { get; }

    /// <summary>Bytes in the image.</summary>
    long Length { get; }

    /// <summary>Fills the whole destination from the given offset.</summary>
    /// <param name="offset">0 or more; <c>offset + destination.Length</c> never exceeds <see cref="Length"/> when this layer calls.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="BootException">The bytes cannot be had (the file shrank, the disk failed).</exception>
    void Read(long offset, Span<byte> destination);
}
