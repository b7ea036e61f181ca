using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace KvmSdk.Testing;

/// <summary>A test that starts machines: skipped, with the reason, where there is no KVM; what their consoles said is kept if it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class KvmFactAttribute : FactAttribute, IBeforeAfterTestAttribute
{
    /// <summary>Marks the test.</summary>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public KvmFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = KvmHost.WhyNot;

    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => RunOfTest.Begin(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => RunOfTest.End();
}
