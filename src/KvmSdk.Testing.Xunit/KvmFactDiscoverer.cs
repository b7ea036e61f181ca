using Xunit.Abstractions;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>Finds tests with <see cref="KvmFactAttribute"/>. Made by xunit.</summary>
/// <param name="diagnosticMessageSink">Of xunit's.</param>
public sealed class KvmFactDiscoverer(IMessageSink diagnosticMessageSink) : FactDiscoverer(diagnosticMessageSink)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new KvmTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod, null);
}
