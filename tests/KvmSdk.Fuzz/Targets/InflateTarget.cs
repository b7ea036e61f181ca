using System.IO.Compression;
using KvmSdk.Devices.Images.Qcow2;

namespace KvmSdk.Fuzz.Targets;

/// <summary>Unpacking compressed clusters. What comes out is what the framework's decoder makes of the same bytes.</summary>
internal sealed class InflateTarget : FuzzTarget
{
    private readonly Inflate _inflate = new();
    private readonly byte[] _cluster = new byte[4096];
    private readonly byte[] _expected = new byte[4096];

    public override string Name => "inflate";

    public override IEnumerable<byte[]> Seeds
    {
        get
        {
            byte[] cluster = new byte[4096];
            "To be, or not to be, that is the question"u8.CopyTo(cluster);
            for (int i = 100; i < 400; i++) cluster[i] = (byte)(i * i / 7);
            foreach (CompressionLevel level in (CompressionLevel[])[CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.Optimal])
            {
                using MemoryStream packed = new();
                using (DeflateStream stream = new(packed, level)) stream.Write(cluster);
                yield return packed.ToArray();
            }

            // Fixed codes.
            yield return [0x4B, 0x04, 0x00];
        }
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!_inflate.TryDecode(input, _cluster)) return;
        using MemoryStream source = new(input.ToArray());
        using DeflateStream stream = new(source, CompressionMode.Decompress);
        int count = stream.ReadAtLeast(_expected, _expected.Length, throwOnEndOfStream: false);
        Require(count == _expected.Length && _expected.AsSpan().SequenceEqual(_cluster), "the framework unpacks something else");
        Plant(_cluster[0] == (byte)'T' && _cluster[5] != (byte)',');
    }
}
