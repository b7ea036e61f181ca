using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Consoles;

/// <summary>A console whose output goes to the process's standard output, and that has no input.</summary>
internal sealed class StandardOutput : ConsoleEndpoint
{
    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        // SAFETY: the span is pinned while the kernel reads from it.
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint written = Libc.write(Libc.STDOUT_FILENO, start + done, (nuint)(bytes.Length - done));
                Errno errno = Libc.errno;
                if (written >= 0)
                {
                    done += (int)written;
                }
                else if (errno != Errno.EINTR)
                {
                    throw new IOException($"standard output: {KernelError.Make("write", errno).What}");
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Attach(ConsoleInput input)
    {
    }
}
