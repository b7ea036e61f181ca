using KvmSdk.Boot;
using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>An image that a machine starts from, opened: a file, or bytes that the program holds.</summary>
internal sealed class HostImage : IImageReader, IDisposable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SafeFileHandle? _file;

    /// <summary>Opens the image.</summary>
    /// <exception cref="HostException">Its file cannot be opened, or has no length, as a pipe has none.</exception>
    public HostImage(GuestImage image)
    {
        Name = image.Name;
        _bytes = image.Bytes;
        Length = _bytes.Length;
        if (image.Path is null)
        {
            return;
        }

        _file = HostFile.OpenRead(image.Path);
        try
        {
            Length = RandomAccess.GetLength(_file);
        }
        catch (NotSupportedException e)
        {
            _file.Dispose();
            throw new HostException(image.Path, "it is no regular file", "name a file whose bytes can be read at any place", e);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination)
    {
        if (_file is null)
        {
            _bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
            return;
        }

        while (!destination.IsEmpty)
        {
            int count = ReadSome(offset, destination);
            destination = destination[count..];
            offset += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private int ReadSome(long offset, Span<byte> destination)
    {
        try
        {
            int count = RandomAccess.Read(_file!, destination, offset);
            return count > 0 ? count : throw new BootException(Name, "the file became shorter while it was read", "start again when it is complete");
        }
        catch (IOException e)
        {
            throw new BootException(Name, $"it cannot be read: {e.Message}", "check the disk", e);
        }
    }
}
