namespace KvmSdk.EndToEnd.Tests;

/// <summary>A test that runs in the lab, which needs QEMU; without it, or with KVMSDK_SKIP_LAB, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class LabFactAttribute : FactAttribute
{
    public LabFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("KVMSDK_SKIP_LAB") == "1")
        {
            Skip = "KVMSDK_SKIP_LAB is set (tests/run --quick)";
        }
        else if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, "qemu-system-x86_64"))))
        {
            Skip = "needs QEMU for the lab: apt-get install qemu-system-x86";
        }
    }
}

/// <summary>As <see cref="LabFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class LabTheoryAttribute : TheoryAttribute
{
    public LabTheoryAttribute() => Skip = new LabFactAttribute().Skip;
}
