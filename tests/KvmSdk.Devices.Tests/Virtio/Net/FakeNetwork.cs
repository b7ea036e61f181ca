using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Net;
using KvmSdk.Devices.Virtio.Queues;

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

    /// <summary>Whether it looks at what is sent.</summary>
    public bool CanSend { get; set; } = true;

    /// <summary>The pair of queues that waiting frames are for.</summary>
    public int Pair { get; set; }

    /// <summary>The pair of queues that the last sent frame came from.</summary>
    public int SentFrom { get; private set; } = -1;

    /// <summary>Each number of pairs that it was told to use.</summary>
    public List<int> UsedPairs { get; } = [];

    /// <summary>Whether it serves queues by itself.</summary>
    public NetTakeOver TakeOver { get; set; }

    /// <summary>The queues that it serves; null while it serves none.</summary>
    public SplitQueue[]? TakenOver { get; private set; }

    /// <summary>Each time it gave the queues back: whether for good.</summary>
    public List<bool> GivenBack { get; } = [];

    /// <summary>Each queue that was taken back by itself.</summary>
    public List<int> QueuesGivenBack { get; } = [];

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
        public int Receive(int pair, ReadOnlySpan<IoVector> pieces) => pair == network.Pair ? network.Receive(pieces) : 0;

        public bool CanSend(int pair) => network.CanSend;

        public bool Send(int pair, ReadOnlySpan<IoVector> pieces)
        {
            network.SentFrom = pair;
            return network.Send(pieces);
        }

        public void UsePairs(int count) => network.UsedPairs.Add(count);

        public NetTakeOver TakeOver(ulong features, ReadOnlySpan<SplitQueue> queues)
        {
            if (network.TakeOver == NetTakeOver.Taken) network.TakenOver = queues.ToArray();
            return network.TakeOver;
        }

        public void GiveBackQueue(int queue) => network.QueuesGivenBack.Add(queue);

        public void GiveBack(bool forGood)
        {
            network.TakenOver = null;
            network.GivenBack.Add(forGood);
        }

        public void Restart(ulong features)
        {
            network.Waiting.Clear();
            network.Restarts.Add(features);
        }
    }
}
