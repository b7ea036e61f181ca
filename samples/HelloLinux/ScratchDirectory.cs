namespace HelloLinux;

/// <summary>A directory for what belongs to one run, made when it is first needed and deleted at the end.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private string? _path;

    /// <summary>A file's path in it.</summary>
    public string PathOf(string name) => Path.Combine(_path ??= Directory.CreateTempSubdirectory("hello-linux-").FullName, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_path is not null)
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
