using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;

namespace KvmSdk.Devices.Tests.Virtio.Net;

/// <summary>A network in the test's hands: what waits to be received, and what was sent.</summary>
internal sealed class FakeNetwork
{
    private static readonly byte[] s_scratch = new byte[70_000];

    public Queue<byte[]> Waiting { get; } = [];

    public List<byte[]> Sent { get; } = [];

    /// <summary>Features of each restart.</summary>
    public List<ulong> Restarts { get; } = [];

    /// <summary>Whether it takes what is sent.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Whether sent frames are kept.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>Receives the same frame for ever.</summary>
    public byte[]? Endless { get; set; }

    public int SentCount { get; private set; }

    public int Asked { get; private set; }

    private int Receive(ReadOnlySpan<IoVector> pieces)
    {
        Asked++;
        byte[]? frame = Endless;
        if (frame is null && !Waiting.TryDequeue(out frame)) return 0;
        // No assertion that boxes: the tests of allocation come through here.
        if (pieces.Length is < 1 or > 1024) Assert.Fail($"{pieces.Length} pieces");
        ReadOnlySpan<byte> rest = frame;
        foreach (IoVector piece in pieces)
        {
            Span<byte> target = piece.First(rest.Length);
            rest[..target.Length].CopyTo(target);
            rest = rest[target.Length..];
        }

        return frame.Length - rest.Length;
    }

    private bool Send(ReadOnlySpan<IoVector> pieces)
    {
        if (pieces.Length is < 2 or > 1024) Assert.Fail($"{pieces.Length} pieces");
        int length = 0;
        lock (s_scratch)
        {
            foreach (IoVector piece in pieces)
            {
                Span<byte> part = piece.First(int.MaxValue);
                part.CopyTo(s_scratch.AsSpan(length));
                length += part.Length;
            }

            if (IsOpen && Keeps) Sent.Add(s_scratch[..length]);
        }

        SentCount++;
        return IsOpen;
    }

    public readonly struct Backend(FakeNetwork network) : INetBackend
    {
        public int Receive(ReadOnlySpan<IoVector> pieces) => network.Receive(pieces);

        public bool Send(ReadOnlySpan<IoVector> pieces) => network.Send(pieces);

        public void Restart(ulong features)
        {
            network.Waiting.Clear();
            network.Restarts.Add(features);
        }
    }
}
