using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A test of io_uring; skipped where the host refuses it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RingFactAttribute : FactAttribute
{
    public RingFactAttribute() => Skip = Refusal;

    /// <summary>Why there is none; null if there is.</summary>
    public static string? Refusal { get; } = Ask();

    private static string? Ask()
    {
        using EventFd doorbell = new();
        using IoUring? ring = IoUring.TryMake(8, doorbell, out Errno errno);
        return ring is null ? $"this host refuses io_uring: {errno}" : null;
    }
}
