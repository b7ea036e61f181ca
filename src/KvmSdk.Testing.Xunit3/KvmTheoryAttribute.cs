using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace KvmSdk.Testing;

/// <summary>As <see cref="KvmFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class KvmTheoryAttribute : TheoryAttribute, IBeforeAfterTestAttribute
{
    /// <summary>Marks the test.</summary>
    /// <param name="sourceFilePath">Filled in by the compiler.</param>
    /// <param name="sourceLineNumber">Filled in by the compiler.</param>
    public KvmTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = KvmHost.WhyNot;

    /// <inheritdoc/>
    public void Before(MethodInfo methodUnderTest, IXunitTest test) => RunOfTest.Begin(test);

    /// <inheritdoc/>
    public void After(MethodInfo methodUnderTest, IXunitTest test) => RunOfTest.End();
}
