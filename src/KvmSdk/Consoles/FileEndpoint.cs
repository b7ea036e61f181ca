using KvmSdk.Kernel;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Consoles;

/// <summary>A console whose output goes to a file, and that has no input. A pipe or a device will do for the file.</summary>
internal sealed class FileEndpoint : ConsoleEndpoint
{
    private readonly SafeFileHandle _file;
    private long _position;

    /// <summary>Creates or empties the file.</summary>
    /// <exception cref="HostException">It cannot be opened for writing.</exception>
    public FileEndpoint(string path) => _file = HostFile.Create(path);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, _position);
        _position += bytes.Length;
    }

    /// <inheritdoc/>
    public override void Attach(ConsoleInput input)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
