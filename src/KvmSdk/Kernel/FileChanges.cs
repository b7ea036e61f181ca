// Why it is never read: whoever waits asks epoll for edges, and another change is one. What has changed, the file itself tells.

using System.Globalization;
using System.Text;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>A descriptor that is ready whenever somebody has changed an open file by a call, its length say. A mapping's writes are no such change.</summary>
internal sealed class FileChanges : IDisposable
{
    private readonly Descriptor _descriptor;

    private FileChanges(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor's number, valid until <see cref="Dispose"/>.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Watches a file; null where the host has no more watches to give, or does not let this process name its own file.</summary>
    /// <param name="file">The file's descriptor: it is this file, whatever becomes of its name.</param>
    public static unsafe FileChanges? TryWatch(int file)
    {
        Descriptor made = new(Libc.inotify_init1(Libc.IN_NONBLOCK | Libc.IN_CLOEXEC));
        if (!made.IsInvalid)
        {
            fixed (byte* path = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file}\0")))
            {
                // SAFETY: the path is ended by 0.
                if (Libc.inotify_add_watch(made.Number, path, Libc.IN_MODIFY) >= 0)
                {
                    return new(made);
                }
            }
        }

        made.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
