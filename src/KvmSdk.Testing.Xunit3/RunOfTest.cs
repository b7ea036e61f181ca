using Xunit;
using Xunit.v3;

namespace KvmSdk.Testing;

/// <summary>The <see cref="TestRun"/> around a test of xunit 3, which calls both ends in the flow of the test itself.</summary>
internal static class RunOfTest
{
    /// <summary>The test is about to run.</summary>
    public static void Begin(IXunitTest test) => TestRun.Begin(test.TestDisplayName);

    /// <summary>It has run: if it failed, what its machines' consoles said is kept, and its output says where.</summary>
    public static void End()
    {
        if (TestRun.Current is not { } run)
        {
            return;
        }

        using (run)
        {
            if (TestContext.Current.TestState is { Result: TestResult.Failed } && run.Keep() is { Length: > 0 } kept)
            {
                TestContext.Current.TestOutputHelper?.WriteLine(kept.TrimStart('\n'));
            }
        }
    }
}
