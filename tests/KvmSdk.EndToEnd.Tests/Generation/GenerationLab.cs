using HelloLinux;
using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Generation;

/// <summary>One boot with a generation ID, of Debian's generic kernel, since the cloud kernel lacks the driver.</summary>
public sealed class GenerationLab() : GuestLab("Generation", [])
{
    /// <inheritdoc/>
    protected override string Flavour => KernelCache.Generic;
}
