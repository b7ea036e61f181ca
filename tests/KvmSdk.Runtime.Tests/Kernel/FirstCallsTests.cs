using System.Reflection;
using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Kernel;

/// <summary>A function that is looked up while the guest runs would allocate; so each that a hot path calls is called before.</summary>
public sealed class FirstCallsTests
{
    private const byte Call = 0x28; // ECMA-335, III.3.19

    [Fact]
    public void Every_C_function_that_a_hot_path_calls_is_called_before_the_machine_runs()
    {
        string[] hot = [.. typeof(Libc).GetMembers(BindingFlags.Static | BindingFlags.Public)
            .Where(static member => member.CustomAttributes.Any(static attribute => attribute.AttributeType.FullName == "KvmSdk.HotPathAttribute"))
            .SelectMany(static member => member is PropertyInfo property ? [property.GetMethod!] : new[] { member })
            .Select(static member => member.ToString()!)];
        ConstructorInfo first = typeof(FirstCalls).GetNestedType("Once", BindingFlags.NonPublic)!.TypeInitializer!;

        Assert.Contains(hot, static function => function.Contains("pwritev", StringComparison.Ordinal));
        Assert.Empty(hot.Except(CalledBy(first)));
    }

    /// <summary>Whatever follows a byte that may be a call and is a method's token; too many do no harm here.</summary>
    private static IEnumerable<string> CalledBy(MethodBase method)
    {
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int at = 0; at + sizeof(int) < code.Length; at++)
        {
            if (code[at] == Call && TryResolve(method.Module, BitConverter.ToInt32(code, at + 1)) is { } called)
            {
                yield return called.ToString()!;
                if (called.DeclaringType == method.DeclaringType && called != method)
                {
                    foreach (string further in CalledBy(called))
                    {
                        yield return further;
                    }
                }
            }
        }
    }

    private static MethodBase? TryResolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
