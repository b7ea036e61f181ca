using KvmSdk.Devices.Tests.Virtio.FileSystem;
using KvmSdk.DeviceShells.Virtio.Files;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A directory of the host with one beside it that is not shared, and a guest's driver that says anything.</summary>
internal sealed class SharedTree : IDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("shared-tree-").FullName;
    private readonly HostFiles _files;

    public SharedTree(bool readOnly = false, uint uid = 0, uint gid = 0)
    {
        Shared = Directory.CreateDirectory(Path.Combine(_top, "shared")).FullName;
        Outside = Directory.CreateDirectory(Path.Combine(_top, "outside")).FullName;
        File.WriteAllText(Path.Combine(Outside, "secret"), "secret");
        _files = new(HostDirectory.At(Shared, readOnly, uid, gid), Refused.Add);
        Guest = new(new HostFileBackend(_files), new() { Tag = "test", MostNodes = 4096, MostHandles = 64, IsReadOnly = readOnly });
    }

    public string Shared { get; }

    public string Outside { get; }

    public List<string> Refused { get; } = [];

    public FuseDriver<HostFileBackend> Guest { get; }

    public string PathOf(string name) => Path.Combine(Shared, name);

    public void Dispose()
    {
        Guest.Dispose();
        _files.Dispose();
        Directory.Delete(_top, recursive: true);
    }
}
