// Why not an event loop with one registration: a thread that has one doorbell to wait for can wait in a read of it. That is
// one system call a ring instead of two, and the kernel wakes the reader directly, without epoll's ready list.

using KvmSdk.Interop;
using KvmSdk.Kernel;

namespace KvmSdk.Events;

/// <summary>A thread that serves one device, whose work may wait for the host's storage, so that nothing else waits with it.</summary>
/// <param name="name">The thread's name.</param>
/// <param name="fail">Told what the handler threw; the thread then goes on.</param>
/// <param name="prepare">What the thread does to itself before it serves; null for nothing.</param>
internal sealed class DoorbellThread(string name, Action<Exception> fail, Action? prepare = null) : IDisposable
{
    private readonly EventFd _doorbell = new(blocking: true);
    private IEventHandler? _handler;
    private MachineThread? _thread;
    private volatile bool _stopping;

    /// <summary>Rung to have the handler called.</summary>
    public EventFd Doorbell => _doorbell;

    /// <summary>Says whom to call. Before the start.</summary>
    public void Serve(IEventHandler handler) => _handler = handler;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        _thread = new MachineThread(Loop, name, keepsProcess: false);
        _thread.Start();
    }

    /// <summary>Ends the thread and waits for it. Not from the handler.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread is not null)
        {
            _doorbell.Ring();
            _thread.Join();
            _thread = null;
        }

        _doorbell.Dispose();
    }

    private void Loop()
    {
        prepare?.Invoke();
        while (true)
        {
            _doorbell.Wait();
            if (_stopping)
            {
                return;
            }

            try
            {
                _handler!.OnEvents(Libc.EPOLLIN);
            }
#pragma warning disable CA1031 // Whatever a handler throws ends its machine with an outcome; the process and other machines go on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                fail(e);
            }
        }
    }
}
