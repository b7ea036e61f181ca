namespace KvmSdk.EndToEnd.Tests.Linux;

/// <summary>A test that looks at what <see cref="LinuxLab"/> ran; skipped with the reason where the lab, or one of the tools that go into it, is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : LabFactAttribute
{
    public LinuxFactAttribute()
    {
        if (Skip is null && (LinuxLab.FileSystemCheck is null || LinuxLab.FileSystemReader is null))
        {
            Skip = "needs e2fsck and debugfs: apt-get install e2fsprogs";
        }
    }
}
