using KvmSdk.Boot;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;

namespace KvmSdk.Images;

/// <summary>Makes an image what it is best as inside a program.</summary>
internal static class Preparation
{
    private const int MagicOffset = 0x202;

    /// <summary>Prepares an image.</summary>
    /// <param name="image">The file.</param>
    /// <param name="output">What it becomes; replaced only as a whole.</param>
    /// <exception cref="BootException">A kernel cannot be unpacked.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Run(string image, string output)
    {
        string part = output + ".part";
        byte[] bytes = File.ReadAllBytes(image);
        if (IsBzImage(bytes))
        {
            using UnpackedKernel kernel = KernelPayload.Unpack(BzImage.Parse(new MemoryImage(image, bytes)));
            using FileStream target = File.Create(part);
            kernel.CopyTo(target);
        }
        else
        {
            File.WriteAllBytes(part, bytes);
        }

        File.Move(part, output, overwrite: true);
    }

    // The boot protocol's magic number (Documentation/arch/x86/boot.rst).
    private static bool IsBzImage(ReadOnlySpan<byte> bytes) => bytes.Length > MagicOffset + 4 && bytes[MagicOffset..].StartsWith("HdrS"u8);
}
