using KvmSdk.Interop;
using Microsoft.Win32.SafeHandles;

namespace KvmSdk.Kernel;

/// <summary>A file descriptor that this process owns; closed once, also when construction fails half way.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes over a descriptor.</summary>
    /// <param name="number">The descriptor, or -1.</param>
    public Descriptor(int number)
        : base(ownsHandle: true) => SetHandle(number);

    /// <summary>The descriptor's number. Whoever keeps it must keep this object undisposed for as long.</summary>
    [HotPath]
    public int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
