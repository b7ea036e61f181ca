namespace KvmSdk.Interop.Tests.Live;

/// <summary>A test that needs a usable <c>/dev/kvm</c>; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KvmFactAttribute : FactAttribute
{
    public KvmFactAttribute()
    {
        int fd = Host.OpenKvm();
        if (fd < 0)
        {
            Skip = "/dev/kvm cannot be opened: " + Libc.errno.Describe();
            return;
        }

        _ = Libc.close(fd);
    }
}
