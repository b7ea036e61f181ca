// Why: a UART knows nothing of terminals, files or streams, and none of them knows a UART. This is the seam between.

namespace KvmSdk.Consoles;

/// <summary>What a serial port or a virtio console is connected to on the host. Made when the machine is built, disposed when it ends.</summary>
internal abstract class ConsoleEndpoint : IDisposable
{
    /// <summary>
    /// How many bytes <see cref="Write"/> would take without waiting for somebody to read them. The event loop offers no
    /// more than that, so that one unread console never holds up the others. Any thread; a hint that may be stale at once.
    /// </summary>
    public virtual int WriteRoom => int.MaxValue;

    /// <summary>Set by the port: to be called, on any thread, when <see cref="WriteRoom"/> was 0 and is not any more.</summary>
    public Action? RoomAvailable { get; set; }

    /// <summary>
    /// Set by the port: whether the vCPUs are asked to stand still or to leave. While they are, <see cref="Write"/> takes its
    /// bytes over any limit at once; that is one transmit ring for each pause, at most.
    /// </summary>
    public Func<bool> MustNotWait { get; set; } = static () => false;

    /// <summary>
    /// Set by a port whose guest can be told a size: to be called, on any thread, with the console's columns and rows when it is attached and whenever
    /// they change. Not called where nobody knows a size.
    /// </summary>
    public Action<ushort, ushort>? Resized { get; set; }

    /// <summary>
    /// Takes guest output: all of it. Called from the event-loop thread, or from a vCPU thread when the transmit ring is
    /// full, or from the thread that ends the machine; never from two at once. More than <see cref="WriteRoom"/> comes only
    /// from a vCPU thread, which may be made to wait until there is room or <see cref="MustNotWait"/>.
    /// </summary>
    /// <param name="bytes">The output; valid only during the call.</param>
    /// <exception cref="IOException">The host cannot take it; the machine ends with <see cref="MachineOutcome.HostFailure"/>.</exception>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>The machine is about to start. From now on the endpoint may offer input.</summary>
    /// <param name="input">Takes input for the guest.</param>
    public abstract void Attach(ConsoleInput input);

    /// <summary>A pause or an end was asked for and <see cref="MustNotWait"/> is true: a <see cref="Write"/> that waits is to look. Any thread.</summary>
    public virtual void ReleaseWriter()
    {
    }

    /// <summary>Connects a port as its configuration says.</summary>
    /// <exception cref="HostException">The host refuses, e.g. because the file cannot be created.</exception>
    public static ConsoleEndpoint Open(Terminal terminal, StartOptions options) => terminal.Kind switch
    {
        TerminalKind.None => new NullEndpoint(),
        TerminalKind.Program => new ProgramEndpoint(options.OutputLimit),
        TerminalKind.File => new FileEndpoint(terminal.Path),
        _ => new StandardTerminal(),
    };

    /// <summary>The machine has ended and everything was written: gives back what it took from the host, such as a terminal's mode.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the endpoint took from the host. Called once or more.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
