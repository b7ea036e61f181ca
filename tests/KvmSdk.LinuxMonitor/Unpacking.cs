using KvmSdk.Boot;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;

namespace KvmSdk.LinuxMonitor;

/// <summary>Takes the kernel proper out of a bzImage, into a file.</summary>
internal static class Unpacking
{
    /// <summary>Writes the ELF file.</summary>
    public static void Run(string bzImage, string output)
    {
        using UnpackedKernel kernel = KernelPayload.Unpack(BzImage.Parse(new MemoryImage(bzImage, File.ReadAllBytes(bzImage))));
        using FileStream target = File.Create(output);
        kernel.CopyTo(target);
    }
}
