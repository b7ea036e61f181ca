namespace KvmSdk.Events;

/// <summary>The machine's thread for everything that is not a vCPU: waits on descriptors and calls whoever asked. Any thread may register.</summary>
internal interface IEventLoop
{
    /// <summary>Calls <paramref name="handler"/> on the event-loop thread whenever one of <paramref name="events"/> holds for the descriptor.</summary>
    /// <param name="descriptor">A pollable descriptor, not registered yet; it must stay open until it is unregistered.</param>
    /// <param name="events">The bits of <c>sys/epoll.h</c>, e.g. <c>EPOLLIN</c>.</param>
    /// <param name="handler">Whom to call.</param>
    /// <returns>For <see cref="Unregister"/>.</returns>
    /// <exception cref="HostException">The kernel refuses, e.g. because the descriptor is a regular file (EPERM).</exception>
    EventRegistration Register(int descriptor, uint events, IEventHandler handler);

    /// <summary>Ends the calls. One that has begun on the event-loop thread may still be under way when this returns. Doing it twice is fine.</summary>
    void Unregister(EventRegistration registration);

    /// <summary>Calls <paramref name="handler"/> once, on the event-loop thread, <see cref="LaterCalls.Milliseconds"/> from now. Only from a handler, on that thread.</summary>
    void CallLater(ILaterHandler handler);
}

/// <summary>Called by the event loop.</summary>
internal interface IEventHandler
{
    /// <summary>One of the events holds. Must not block, and in steady state not allocate; an exception ends the machine.</summary>
    /// <param name="events">Which: the bits of <c>sys/epoll.h</c>.</param>
    void OnEvents(uint events);
}

/// <summary>Called by the event loop after a while.</summary>
internal interface ILaterHandler
{
    /// <summary>The while is over. What holds for <see cref="IEventHandler.OnEvents"/> holds here.</summary>
    void OnLater();
}

/// <summary>Names a registration; a slot used again has another generation, so that a late event meets nobody it was not meant for.</summary>
/// <param name="Slot">Its place in the loop's table.</param>
/// <param name="Generation">How often the place had been used.</param>
internal readonly record struct EventRegistration(int Slot, uint Generation);
