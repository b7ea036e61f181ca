using Xunit;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>A test that starts machines: skipped, with the reason, where there is no KVM; what their consoles said is kept if it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("KvmSdk.Testing.KvmFactDiscoverer", "KvmSdk.Testing.Xunit")]
public class KvmFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public KvmFactAttribute() => Skip = KvmHost.WhyNot;
}
