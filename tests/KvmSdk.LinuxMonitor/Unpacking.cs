using KvmSdk.Boot;
using KvmSdk.Boot.Linux;
using KvmSdk.Boot.Payload;

namespace KvmSdk.LinuxMonitor;

/// <summary>Takes the kernel proper out of a bzImage, into a file.</summary>
internal static class Unpacking
{
    private const int Piece = 1 << 20;

    /// <summary>Writes the ELF file.</summary>
    public static void Run(string bzImage, string output)
    {
        var file = new MemoryImage(bzImage, File.ReadAllBytes(bzImage));
        using UnpackedKernel kernel = KernelPayload.Unpack(BzImage.Parse(file));
        using FileStream target = File.Create(output);
        byte[] buffer = new byte[Piece];
        for (long offset = 0; offset < kernel.Length; offset += Piece)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(Piece, kernel.Length - offset));
            kernel.Read(offset, piece);
            target.Write(piece);
        }
    }
}
