using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Consoles;

/// <summary>One boot with virtio consoles, named ports, a pvpanic device and a boot marker, which ends in a panic.</summary>
public sealed class ConsoleLab() : GuestLab("Consoles", ["virtio_console", "pvpanic-mmio"])
{
    /// <inheritdoc/>
    protected override async Task<string[]> GuestProgramsAsync() => [await StaticProgram.CompileAsync(FileOf("mark.c"), Scratch)];
}
