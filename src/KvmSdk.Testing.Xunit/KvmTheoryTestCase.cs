using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>A test with <see cref="KvmTheoryAttribute"/> whose rows are found only when it runs. Made by xunit.</summary>
public sealed class KvmTheoryTestCase : XunitTheoryTestCase
{
    /// <summary>For xunit, which reads the case from its text.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("xunit calls this constructor; use the other one")]
    public KvmTheoryTestCase()
    {
    }

    /// <summary>Makes the case.</summary>
    public KvmTheoryTestCase(IMessageSink diagnosticMessageSink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod)
        : base(diagnosticMessageSink, display, displayOptions, testMethod)
    {
    }

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(
        IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        KeepingMessageBus.RunAsync(messageBus, bus => base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource));
}
