namespace KvmSdk.GuestDevices.Tests.Machines;

/// <summary>Measures what the process allocates between two writes of the guest's.</summary>
[PortDevice(Count = 4)]
internal sealed partial class Stopwatch : IDisposable
{
    private readonly ManualResetEvent _quiet = new(false);
    private readonly ManualResetEvent _ended = new(false);
    private long _begin;
    private int _collections;

    /// <summary>Allocated by the whole process between start and stop; -1 before.</summary>
    public long Bytes { get; private set; } = -1;

    /// <summary>Collections in that time.</summary>
    public int Collections { get; private set; } = -1;

    /// <summary>Lets the guest go on, and keeps the calling thread, which is the last one with anything else to do, quiet until it stops the watch.</summary>
    public void MeasureUntilTheEnd()
    {
        _quiet.Set();
        _ended.WaitOne();
    }

#pragma warning disable KVM0720, KVM0730 // The measurement itself is not what is measured.
    [Register(0)]
    public void Start(byte value)
    {
        _quiet.WaitOne();
        _collections = GC.CollectionCount(0);
        _ = GC.GetTotalAllocatedBytes(precise: true);
        _begin = GC.GetTotalAllocatedBytes(precise: true);
    }

    [Register(1)]
    public void Stop(byte value)
    {
        Bytes = GC.GetTotalAllocatedBytes(precise: true) - _begin;
        Collections = GC.CollectionCount(0) - _collections;
        _ended.Set();
    }
#pragma warning restore KVM0720, KVM0730

    public void Dispose()
    {
        _quiet.Dispose();
        _ended.Dispose();
    }
}
