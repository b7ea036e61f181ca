using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Devices.Memory;

namespace KvmSdk.Devices.Tests.Images;

/// <summary>Reads and writes an image from an array, in several pieces.</summary>
internal static class ImageUser
{
    public static ImageResult Write(this Qcow2Image image, ulong offset, ReadOnlySpan<byte> bytes) => Transfer(image, offset, bytes.ToArray(), write: true);

    public static byte[] Read(this IImageSource image, ulong offset, int length)
    {
        byte[] bytes = new byte[length];
        Assert.Equal(ImageResult.Ok, Transfer(image, offset, bytes, write: false));
        return bytes;
    }

    public static ImageResult TryRead(this IImageSource image, ulong offset, byte[] bytes) => Transfer(image, offset, bytes, write: false);

    private static unsafe ImageResult Transfer(IImageSource image, ulong offset, byte[] bytes, bool write)
    {
        fixed (byte* start = bytes)
        {
            // Cut where no cluster ends.
            int first = bytes.Length / 3;
            int second = (bytes.Length - first) / 2;
            IoVector[] pieces = [new(start, (nuint)first), new(start + first, (nuint)second), new(start + first + second, (nuint)(bytes.Length - first - second))];
            return write ? ((Qcow2Image)image).Write(offset, pieces, (ulong)bytes.Length) : image.Read(offset, pieces, (ulong)bytes.Length);
        }
    }
}
