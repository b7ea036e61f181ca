using KvmSdk.Devices.Images;
using KvmSdk.Devices.Images.Qcow2;
using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Tests.Images;

namespace KvmSdk.Fuzz.Targets;

/// <summary>
/// A qcow2 image that anybody may have made, and requests to it. Refused is right; but what can be opened for writing stays sound, and reads as
/// an array would that had the same requests.
/// </summary>
internal sealed unsafe class Qcow2Target : FuzzTarget
{
    private const int Window = 64 * 1024;
    private const int LargestImage = 128 * 1024;

    private readonly byte[] _buffer = GC.AllocateArray<byte>(Window, pinned: true);

    public override string Name => "qcow2";

    // How many requests, the requests, the image; with clusters of 512 bytes it is small enough for a fuzzer.
    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            TestImage form = new() { ClusterBits = 9, Size = 128 * 1024 };
            yield return [4, 1, 0, 8, 0, 0, 0, 0, 0, 3, 0, 8, 0, 0, 0, 0, 0, .. form.Make().Bytes];
            yield return [4, 1, 0, 8, 1, 2, 2, 0, 4, 3, 1, 4, 3, 3, 0, 0, 0, 1, 9, .. (form with { Version = 2 }).Make().Bytes];
            MemoryFile written = (form with { RefcountOrder = 3 }).Make();
            Qcow2Image image = TestImage.Open(written);
            foreach (byte sector in (byte[])[0, 1, 2, 9, 100])
            {
                _buffer.AsSpan().Fill(sector);
                IoVector piece = Piece(512);
                image.Write(sector * 512ul, new ReadOnlySpan<IoVector>(in piece), 512);
            }

            image.Close();
            yield return [1, 1, 4, 0, 3, .. written.Bytes];
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length > LargestImage) return;
        Input operations = new(input);
        int requests = operations.U8() % 32;
        ReadOnlySpan<byte> chosen = operations.Some(requests * 4);
        MemoryFile file = MemoryFile.Of(operations.Some(LargestImage), canLosePower: false);
        try
        {
            Qcow2Header header = Qcow2Header.Read(file);
            RawImage? backing = header.BackingName is null ? null : new RawImage(MemoryFile.Of(new byte[4096]));
            Qcow2Options options = new() { Writable = requests != 0, Backing = backing, MapCacheSize = 1, CountCacheSize = 1 };
            Qcow2Image image = Qcow2Opening.Open(file, header, options);
            byte[] model = Read(image, out bool isReadable);
            if (!isReadable) return;
            for (int i = 0; i + 4 <= chosen.Length; i += 4) Do(image, model, chosen.Slice(i, 4), (byte)(i + 1));
            Require(Read(image, out isReadable).AsSpan().SequenceEqual(model) && isReadable, "it reads as something else than was written");
            if (image.Close() != ImageResult.Ok || requests == 0) return;
            Plant(file.Released >= 512 && header.Autoclear != 0);
            Require(Read(Reopen(file, options), out _).AsSpan().SequenceEqual(model), "opened again it reads as something else");
        }
        catch (Qcow2Exception)
        {
        }
    }

    // What this program wrote to an image that passed the check has to pass it again.
    private static Qcow2Image Reopen(MemoryFile file, Qcow2Options options)
    {
        try
        {
            return Qcow2Opening.Open(file, Qcow2Header.Read(file), options);
        }
        catch (Qcow2Exception e)
        {
            throw new InvalidOperationException("a sound image was damaged by writing to it", e);
        }
    }

    private void Do(Qcow2Image image, byte[] model, ReadOnlySpan<byte> request, byte value)
    {
        ulong offset = (ulong)request[1] * 512;
        ulong length = Math.Min(((ulong)request[2] * 512) + 512, (ulong)model.Length - Math.Min(offset, (ulong)model.Length));
        if (length == 0) return;
        Span<byte> range = model.AsSpan((int)offset, (int)length);
        switch (request[0] % 5)
        {
            case 0: _ = image.Flush(); break;
            case 1:
                _buffer.AsSpan(0, range.Length).Fill(value);
                IoVector piece = Piece(range.Length);
                if (image.Write(offset, new ReadOnlySpan<IoVector>(in piece), length) == ImageResult.Ok) range.Fill(value);
                else Refresh(image, model);
                break;
            case 2:
                if (image.WriteZeroes(offset, length, request[3] % 2 == 0) == ImageResult.Ok) range.Clear();
                else Refresh(image, model);
                break;
            default:
                _ = image.Discard(offset, length);
                Refresh(image, model);
                break;
        }
    }

    private void Refresh(Qcow2Image image, byte[] model) => Read(image, out _).CopyTo(model, 0);

    private byte[] Read(Qcow2Image image, out bool isReadable)
    {
        int length = (int)Math.Min(image.Length, Window);
        IoVector piece = Piece(length);
        isReadable = image.Read(0, new ReadOnlySpan<IoVector>(in piece), (ulong)length) == ImageResult.Ok;
        return _buffer.AsSpan(0, length).ToArray();
    }

    private IoVector Piece(int length) => new((byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0), (nuint)length);
}
