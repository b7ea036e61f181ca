using KvmSdk.Devices.Virtio.Pmem;

namespace KvmSdk.Devices.Tests.Virtio.Pmem;

/// <summary>A file that remembers how it was flushed.</summary>
internal sealed class FlushRecorder
{
    /// <summary>How many requests each flush answered.</summary>
    public List<int> Flushes { get; } = [];

    /// <summary>Whether flushes fail.</summary>
    public bool Fails { get; set; }

    /// <summary>Whether it only answers, for a test that counts allocations.</summary>
    public bool KeepsNoList { get; set; }

    /// <summary>What happens while it flushes.</summary>
    public Action? OnFlush { get; set; }

    internal readonly struct Backend(FlushRecorder recorder) : IPmemBackend
    {
        public bool Flush(int requests)
        {
            if (!recorder.KeepsNoList) recorder.Flushes.Add(requests);
            recorder.OnFlush?.Invoke();
            return !recorder.Fails;
        }
    }
}
