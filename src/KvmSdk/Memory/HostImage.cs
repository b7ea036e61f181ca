using System.Diagnostics.CodeAnalysis;
using KvmSdk.Boot;
using KvmSdk.Embedding;
using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Memory;

/// <summary>An image that a machine starts from, opened: a file, a part of one, or bytes that the program holds.</summary>
internal sealed class HostImage : IImageReader, IDisposable
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly SafeFileHandle? _file;
    private readonly long _start;
    private readonly bool _isConstant;

    /// <summary>Opens the image.</summary>
    /// <exception cref="HostException">Its file cannot be opened, or has no length, as a pipe has none; or this program has no such image.</exception>
    public HostImage(GuestImage image)
    {
        Name = image.Name;
        _bytes = image.Bytes;
        Length = _bytes.Length;
        if (image.Path is { } path)
        {
            (_file, Length) = Open(path);
        }
        else if (image.EmbeddedName is { } name)
        {
            EmbeddedImage embedded = EmbeddedImages.Find(name);
            _file = HostFile.OpenRead(embedded.Path);
            (_start, Length, _isConstant) = (embedded.Offset, embedded.Length, embedded.IsConstant);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="HostException">It cannot be opened, or has no length.</exception>
    public HostImage(string path)
    {
        Name = path;
        (_file, Length) = Open(path);
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

    /// <summary>The file and the place in it of a byte, if its pages may be a guest's: only of what nobody can change or cut off under the guest.</summary>
    /// <param name="offset">The byte's place in the image.</param>
    /// <param name="file">The file.</param>
    /// <param name="place">The byte's place in the file.</param>
    public bool TryGetConstantFile(ulong offset, [NotNullWhen(true)] out SafeFileHandle? file, out ulong place)
    {
        file = _isConstant ? _file : null;
        place = (ulong)_start + offset;
        return file is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static (SafeFileHandle File, long Length) Open(string path)
    {
        SafeFileHandle file = HostFile.OpenRead(path);
        try
        {
            return (file, RandomAccess.GetLength(file));
        }
        catch (NotSupportedException e)
        {
            file.Dispose();
            throw new HostException(path, "it is no regular file", "name a file whose bytes can be read at any place", e);
        }
    }

    private int ReadSome(long offset, Span<byte> destination)
    {
        try
        {
            int count = RandomAccess.Read(_file!, destination, _start + offset);
            return count > 0 ? count : throw new BootException(Name, "the file became shorter while it was read", "start again when it is complete");
        }
        catch (IOException e)
        {
            throw new BootException(Name, $"it cannot be read: {e.Message}", "check the disk", e);
        }
    }
}
