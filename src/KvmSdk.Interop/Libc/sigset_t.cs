using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop;

/// <summary>A set of signals in the C library's form, 1024 bits, of which the kernel uses 64 (<c>bits/types/__sigset_t.h</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
public struct sigset_t
{
    /// <summary>The bits: signal n stands at bit n - 1.</summary>
    public InlineArray16<ulong> __val;

    /// <summary>Puts a signal into the set. Unlike the C function it leaves a number outside 1 to 64 alone.</summary>
    public void sigaddset(int signum)
    {
        if (signum is >= 1 and <= 64)
        {
            __val[0] |= 1UL << (signum - 1);
        }
    }

    /// <summary>Tells whether a signal is in the set.</summary>
    public readonly bool sigismember(int signum) => signum is >= 1 and <= 64 && (__val[0] & (1UL << (signum - 1))) != 0;
}
