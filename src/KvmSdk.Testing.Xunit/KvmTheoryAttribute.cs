using Xunit;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>As <see cref="KvmFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("KvmSdk.Testing.KvmTheoryDiscoverer", "KvmSdk.Testing.Xunit")]
public class KvmTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks the test.</summary>
    public KvmTheoryAttribute() => Skip = KvmHost.WhyNot;
}
