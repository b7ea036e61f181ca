using System.Globalization;
using System.Text;
using KvmSdk.Events;
using KvmSdk.Interop;

namespace KvmSdk.Kernel;

/// <summary>Tells that somebody has changed an open file by a call, its length say. A mapping's writes are no such change.</summary>
internal sealed class FileChanges : IEventHandler, IDisposable
{
    // One event without a name is 16 bytes.
    private const int Batch = 256;

    private readonly Descriptor _descriptor;
    private readonly Action _changed;

    private FileChanges(Descriptor descriptor, Action changed) => (_descriptor, _changed) = (descriptor, changed);

    /// <summary>The descriptor to be waited for, valid until <see cref="Dispose"/>.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Watches a file; null where the host has no more watches to give, or does not let this process name its own file.</summary>
    /// <param name="file">The file's descriptor: it is this file, whatever becomes of its name.</param>
    /// <param name="changed">Called when it has changed. What has, the file itself tells.</param>
    public static unsafe FileChanges? TryWatch(int file, Action changed)
    {
        Descriptor made = new(Libc.inotify_init1(Libc.IN_NONBLOCK | Libc.IN_CLOEXEC));
        if (!made.IsInvalid)
        {
            fixed (byte* path = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file}\0")))
            {
                // SAFETY: the path is ended by 0.
                if (Libc.inotify_add_watch(made.Number, path, Libc.IN_MODIFY) >= 0)
                {
                    return new(made, changed);
                }
            }
        }

        made.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public unsafe void OnEvents(uint events)
    {
        // All are read before anybody looks: the kernel tells of a change only where the last one it told of has been read.
        byte* batch = stackalloc byte[Batch];

        // SAFETY: the kernel writes at most so many bytes.
        while (Libc.read(_descriptor.Number, batch, Batch) > 0)
        {
        }

        _changed();
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
