using KvmSdk.EndToEnd.Tests.Lab;
using KvmSdk.EndToEnd.Tests.Multiboot;

namespace KvmSdk.EndToEnd.Tests.Memory;

/// <summary>One boot with memory that comes and goes; and, since it costs next to nothing, one of a Multiboot kernel.</summary>
public sealed class MemoryLab() : GuestLab("Memory", ["virtio_balloon"])
{
    /// <inheritdoc/>
    protected override async Task<string[]> LabAdditionsAsync()
    {
        string module = Path.Combine(Scratch, "greeting");
        await File.WriteAllTextAsync(module, "Hello from the lab.\n");
        return ["--add", $"{await KernelFile.BuildAsync(Scratch)}=/kernel", "--add", $"{module}=/greeting"];
    }
}
