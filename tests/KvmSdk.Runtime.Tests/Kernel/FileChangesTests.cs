using KvmSdk.Events;
using KvmSdk.Interop;
using KvmSdk.Kernel;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Kernel;

/// <summary>A file that others change is told of every time, not only the first.</summary>
public sealed class FileChangesTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Every_change_after_one_that_was_told_of_is_told_of_too()
    {
        using FileStream file = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        using SemaphoreSlim changed = new(0);
        using FileChanges changes = FileChanges.TryWatch((int)file.SafeFileHandle.DangerousGetHandle(), () => changed.Release())!;
        using EventLoop loop = new(_ => { });
        loop.Register(changes.Number, Libc.EPOLLIN | Libc.EPOLLET, changes);
        loop.Start();
        for (int change = 0; change < 5; change++)
        {
            while (changed.Wait(0))
            {
            }

            // Alike, so that the kernel would join the second to the first if that had not been read.
            File.WriteAllText(_path, "changed");
            Assert.True(changed.Wait(Patience.Limit), $"change {change} was not told of");
        }
    }

    [Fact]
    public void Without_a_file_there_is_nothing_to_watch() => Assert.Null(FileChanges.TryWatch(-1, () => { }));
}
