using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>One test with <see cref="KvmFactAttribute"/>, or one row of data. Made by xunit.</summary>
public sealed class KvmTestCase : XunitTestCase
{
    /// <summary>For xunit, which reads the case from its text.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("xunit calls this constructor; use the other one")]
    public KvmTestCase()
    {
    }

    /// <summary>Makes the case.</summary>
    public KvmTestCase(IMessageSink diagnosticMessageSink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod, object[]? arguments)
        : base(diagnosticMessageSink, display, displayOptions, testMethod, arguments)
    {
    }

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        KeepingMessageBus.RunAsync(messageBus, bus => base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource));
}
