using System.ComponentModel;

namespace KvmSdk;

/// <summary>What an access that no register answers reads as. Called by generated code.</summary>
[HotPath]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class UnansweredAccess
{
    /// <summary>All ones, as on a bus that nothing drives.</summary>
    /// <param name="width">1 to 8 bytes.</param>
    public static ulong Read(int width) => width >= 8 ? ulong.MaxValue : (1UL << (8 * width)) - 1;
}
