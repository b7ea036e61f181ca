using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>A file as an image: positioned reads straight into the destination.</summary>
internal sealed class FileImage(string path) : IImageReader, IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path);

    public string Name => path;

    public long Length => RandomAccess.GetLength(_file);

    public void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = RandomAccess.Read(_file, destination, offset);
            if (count == 0)
            {
                throw new BootException(Name, "it became shorter while it was read", "run the test again");
            }

            offset += count;
            destination = destination[count..];
        }
    }

    public void Dispose() => _file.Dispose();
}
