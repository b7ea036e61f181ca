using KvmSdk.Model.Plan;

namespace KvmSdk;

/// <summary>
/// A machine that has been started. Generated code derives one class per machine from it, with a handle per device. All
/// members may be used from any thread.
/// </summary>
/// <remarks>
/// <code>
/// Created ──► Running ◄──► Paused
///                │            │
///                └─────┬──────┘
///               Stopped or Failed
/// </code>
/// The guest runs from the moment the start completes. Dispose stops it, waits for its threads, and gives everything back.
/// </remarks>
public abstract class RunningMachine : IAsyncDisposable
{
    private readonly MachineHost _host;

    /// <summary>Binds the machine to what the host holds for it. Called by generated code.</summary>
    protected RunningMachine(MachineHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        host.Machine = this;
    }

    /// <summary>
    /// Something went wrong on the host without ending the machine. A handler that is added late is told of earlier warnings at once. It is
    /// called on a device's thread, which waits for it: it must not wait for the machine. One that throws ends the machine.
    /// </summary>
    public event EventHandler<MachineWarning>? Warned
    {
        add => _host.Warnings.Add(value);
        remove => _host.Warnings.Remove(value);
    }

    /// <summary>Where the machine is in its life.</summary>
    public MachineState State => _host.Lifecycle.State;

    /// <summary>The plan in force, with this start's overrides.</summary>
    public MachinePlan Plan => _host.Plan;

    /// <summary>The guest's RAM.</summary>
    public GuestMemory Memory => _host.Memory;

    /// <summary>How the machine ended. Completes when every vCPU has left and all output has been delivered; never fails.</summary>
    public Task<MachineOutcome> Completion => _host.Lifecycle.Completion;

    /// <summary>What the virtual CPUs have done so far, summed up now.</summary>
    public MachineCounters Counters => _host.ReadCounters();

    /// <summary>The serial ports, virtio consoles and named ports, with what each is connected to; for programs that know the machine's type not or only as a parameter.</summary>
    public IReadOnlyList<MachineConsole> Consoles => _host.ReadConsoles();

    /// <summary>Where the machine's time went so far, of one that has ended until its end. From any thread, also after the machine was disposed.</summary>
    /// <returns>Null if <see cref="StartOptions.Profile"/> did not ask for it.</returns>
    public MachineProfile? ReadProfile() => _host.ReadProfile();

    /// <summary>Makes every virtual CPU stand still between two instructions, with no device access half done.</summary>
    /// <param name="cancellationToken">Gives up waiting; the pause still comes.</param>
    /// <returns>Completes when all stand still; fails with <see cref="InvalidOperationException"/> if the machine ends first.</returns>
    /// <exception cref="InvalidOperationException">The machine does not run.</exception>
    public Task PauseAsync(CancellationToken cancellationToken = default) => _host.Lifecycle.PauseAsync().WaitAsync(cancellationToken);

    /// <summary>Lets the virtual CPUs go on.</summary>
    /// <param name="cancellationToken">Not needed today: resuming does not wait.</param>
    /// <exception cref="InvalidOperationException">The machine is not paused.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _host.Lifecycle.Resume();
        return Task.CompletedTask;
    }

    /// <summary>Ends the machine, wherever the guest is. Stopping a machine that has ended does nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting; the end still comes.</param>
    /// <returns>Completes with <see cref="Completion"/>, whose outcome is <see cref="MachineOutcome.Stopped"/> unless the machine ended by itself.</returns>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        _host.Lifecycle.End(new MachineOutcome.Stopped());
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Stops the machine, waits for its threads and for accesses to its memory, and gives everything back. Twice is fine.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return new(_host.DisposeAsync());
    }

    /// <summary>Runs one virtual CPU until the machine ends: <c>vcpu.Run(new Bus(this))</c>. Called on the vCPU's own thread.</summary>
    protected abstract void RunVcpu(Vcpu vcpu);

    /// <summary>The boot markers, in order of declaration.</summary>
    internal IReadOnlyList<BootMarkerPort> BootMarkers => _host.BootMarkers;

    /// <summary>The host's way to <see cref="RunVcpu"/>.</summary>
    internal void EnterVcpu(Vcpu vcpu) => RunVcpu(vcpu);
}
