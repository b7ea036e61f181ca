using KvmSdk.Devices.Memory;
using KvmSdk.Devices.Virtio.Socket;

namespace KvmSdk.Devices.Tests.Virtio.Socket;

/// <summary>A host's end in the test's hands: what it has for the guest, how much it takes, and what it was told.</summary>
internal sealed class FakeEnd : ISocketEnd
{
    private static readonly byte[] s_scratch = new byte[1 << 20];

    public SocketConnection? Connection { get; set; }

    /// <summary>Bytes for the guest.</summary>
    public Queue<byte> Outgoing { get; } = [];

    /// <summary>Whether it will have no more, once these are gone.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it will be gone, once these are gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it takes no bytes any more.</summary>
    public bool IsFull { get; set; }

    /// <summary>Gives zeros for ever.</summary>
    public bool IsEndless { get; set; }

    /// <summary>How many bytes it takes of the guest.</summary>
    public int Appetite { get; set; } = int.MaxValue;

    /// <summary>Whether bytes taken are kept.</summary>
    public bool Keeps { get; set; } = true;

    public List<byte> Taken { get; } = [];

    public int Opened { get; private set; }

    public SocketShutdown GuestShutdown { get; private set; }

    public SocketEnding? Ending { get; private set; }

    public int Receive(ReadOnlySpan<IoVector> pieces)
    {
        int count = 0;
        foreach (IoVector piece in pieces)
        {
            Span<byte> target = piece.First(int.MaxValue);
            if (target.IsEmpty) Assert.Fail("an empty piece");
            if (IsEndless)
            {
                target.Clear();
                count += target.Length;
                continue;
            }

            for (int i = 0; i < target.Length && Outgoing.Count > 0; i++, count++) target[i] = Outgoing.Dequeue();
        }

        return count > 0 ? count : IsGone ? ISocketEnd.Gone : IsDone ? ISocketEnd.NoMore : 0;
    }

    public int Send(ReadOnlySpan<IoVector> pieces)
    {
        if (IsFull) return ISocketEnd.NoMore;
        int count = 0;
        foreach (IoVector piece in pieces)
        {
            Span<byte> part = piece.First(Appetite);
            part.CopyTo(s_scratch);
            if (Keeps) Taken.AddRange(part);
            Appetite -= Appetite == int.MaxValue ? 0 : part.Length;
            count += part.Length;
        }

        return count;
    }

    public void OnOpened() => Opened++;

    public void OnGuestShutdown(SocketShutdown how) => GuestShutdown |= how;

    public void OnClosed(SocketEnding ending)
    {
        if (Ending is not null) Assert.Fail("closed twice");
        Ending = ending;
        Connection = null;
    }
}
