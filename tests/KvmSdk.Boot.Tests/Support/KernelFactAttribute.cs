namespace KvmSdk.Boot.Tests.Support;

/// <summary>A test of a distribution's real kernel, skipped with the reason where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute(string flavour)
    {
        if (DebianKernel.Find(flavour).Reason is { } reason)
        {
            Skip = reason;
        }
    }
}
