using KvmSdk.Events;
using KvmSdk.Kernel;

namespace KvmSdk.Runtime.Tests.Kernel;

/// <summary>A doorbell for the event loop.</summary>
internal sealed class TestEvent : IDisposable
{
    private readonly EventFd _eventFd = new();

    public int Number => _eventFd.Number;

    public void Ring() => _eventFd.Ring();

    public void Dispose() => _eventFd.Dispose();
}

/// <summary>Calls back.</summary>
internal sealed class TestHandler(Action action) : IEventHandler
{
    public void OnEvents(uint events) => action();
}
