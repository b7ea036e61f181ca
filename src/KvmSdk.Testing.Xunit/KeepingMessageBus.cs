// Why a message bus: xunit 2 tells only its bus how a test ended, and what the bus passes on is what a runner shows.

using Xunit.Abstractions;
using Xunit.Sdk;

namespace KvmSdk.Testing;

/// <summary>Passes on what happens to a test, and keeps the consoles' output of one that fails: its message then says where.</summary>
internal sealed class KeepingMessageBus : IMessageBus
{
    private readonly IMessageBus _bus;
    private readonly TestRun _run;

    private KeepingMessageBus(IMessageBus bus, TestRun run)
    {
        _bus = bus;
        _run = run;
    }

    /// <summary>Runs a test case, in a <see cref="TestRun"/>.</summary>
    public static async Task<RunSummary> RunAsync(IMessageBus bus, Func<IMessageBus, Task<RunSummary>> run)
    {
        // Seen by everything that the case goes on to run, since this method sets it for itself and what it calls.
        using var current = TestRun.Begin("test");
        using var keeping = new KeepingMessageBus(bus, current);
        return await run(keeping).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool QueueMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestStarting starting:
                _run.Restart(starting.Test.DisplayName);
                break;
            case ITestFailed failed when _run.Keep() is { Length: > 0 } kept && failed.Messages.Length > 0 && !failed.Messages[0].Contains(kept, StringComparison.Ordinal):
                message = new TestFailed(
                    failed.Test, failed.ExecutionTime, failed.Output, failed.ExceptionTypes, [failed.Messages[0] + kept, .. failed.Messages[1..]], failed.StackTraces, failed.ExceptionParentIndices);
                break;
        }

        return _bus.QueueMessage(message);
    }

    /// <summary>The bus itself is xunit's.</summary>
    public void Dispose()
    {
    }
}
