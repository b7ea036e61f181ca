using KvmSdk.Devices.Virtio.Console;

namespace KvmSdk.Devices.Tests.Virtio.Console;

/// <summary>What the ports of a device are connected to in a test: takes as much as it is told to, and remembers.</summary>
internal sealed class FakeConsoles
{
    /// <summary>What each port was sent.</summary>
    public List<byte>[] Sent { get; } = [.. Enumerable.Range(0, ConsoleDevice.MaxPorts).Select(_ => new List<byte>())];

    /// <summary>How many bytes are taken from now on.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether what is sent is kept; not while allocations are measured.</summary>
    public bool Keeps { get; set; } = true;

    public ulong Count { get; private set; }

    public List<int> SpaceTold { get; } = [];

    public List<(int Port, bool IsOpen)> Opened { get; } = [];

    public readonly struct Backend(FakeConsoles consoles) : IConsoleBackend
    {
        public int Write(int port, ReadOnlySpan<byte> bytes)
        {
            int taken = Math.Min(bytes.Length, consoles.Room);
            consoles.Room -= consoles.Room == int.MaxValue ? 0 : taken;
            consoles.Count += (uint)taken;
            if (consoles.Keeps) consoles.Sent[port].AddRange(bytes[..taken]);
            return taken;
        }

        public void InputSpaceAvailable(int port) => consoles.SpaceTold.Add(port);

        public void OpenChanged(int port, bool isOpen) => consoles.Opened.Add((port, isOpen));
    }
}
