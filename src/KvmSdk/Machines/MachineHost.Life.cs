using System.Diagnostics;
using KvmSdk.Consoles;
using KvmSdk.DeviceShells.Virtio;
using KvmSdk.Kernel;
using KvmSdk.Profiling;
using KvmSdk.Vcpus;

namespace KvmSdk;

// The threads: one per vCPU and the event loop. And the way back, in the reverse order of dependence.
public sealed partial class MachineHost
{
    private readonly List<MachineThread> _threads = [];
    private readonly Lock _disposeGate = new();
    private Task? _disposal;

    /// <summary>Stops the machine and gives everything back. From any thread and more than once: all calls get the same task.</summary>
    internal Task DisposeAsync()
    {
        lock (_disposeGate)
        {
            // Not on the caller's thread, which may be the event loop's own.
            return _disposal ??= Task.Run(ReleaseAsync);
        }
    }

    private void Launch(RunningMachine machine)
    {
        KickSignal.Install();
        FirstCalls.Make();
        Events.Start();
        _deviceThreads.ForEach(static thread => thread.Start());
        foreach (ConsoleLine console in _consoles)
        {
            console.Attach();
        }

        EntryMoment = Stopwatch.GetTimestamp();
        Lifecycle.Launch();
        int started = 0;
        try
        {
            foreach (Vcpu vcpu in _vcpus)
            {
                vcpu.Recorder = Options.Profile ? new ExitRecorder(EntryMoment) : null;

                // A foreground thread: the process stays while its guest runs.
                MachineThread thread = new(() => RunVcpu(machine, vcpu), $"kvm-vcpu{vcpu.Index}", keepsProcess: true);
                thread.Start();
                _threads.Add(thread);
                started++;
            }
        }
        catch (Exception e)
        {
            Fail("starting the vCPU threads", e);
            for (; started < _vcpus.Count; started++)
            {
                Lifecycle.Leave();
            }

            throw;
        }
    }

    private void RunVcpu(RunningMachine machine, Vcpu vcpu)
    {
        try
        {
            vcpu.Attach();
            machine.EnterVcpu(vcpu);
        }
#pragma warning disable CA1031 // A device that throws ends its machine with an outcome; the process and other machines go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(vcpu.Name, e);
        }

        vcpu.Detach();
        Lifecycle.Leave();
    }

    /// <summary>Gets every vCPU to its checkpoint, wherever it is: inside the guest, or waiting for a reader of its output.</summary>
    private void Interrupt()
    {
        foreach (ConsoleLine console in _consoles)
        {
            console.ReleaseWriter();
        }

        foreach (Vcpu vcpu in _vcpus)
        {
            vcpu.Kick();
        }
    }

    /// <summary>What is left to do when the guest has ended; a result is a failure that only shows now.</summary>
    private MachineOutcome.HostFailure? Finish()
    {
        KeepLastProfile();
        try
        {
            FinishConsoles();
        }
#pragma warning disable CA1031 // Whatever a console throws while it is flushed belongs into the outcome, not into a dying thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new MachineOutcome.HostFailure("a console", e);
        }

        _lastWords.ForEach(static tell => tell());
        foreach (IImageWatch image in _images)
        {
            if (image.FindLoss() is { } loss)
            {
                return new MachineOutcome.HostFailure(image.Part, loss);
            }
        }

        return null;
    }

    private void FinishConsoles()
    {
        List<Exception> failures = [];
        foreach (ConsoleLine console in _consoles)
        {
            try
            {
                console.Finish();
            }
#pragma warning disable CA1031 // Every console is closed, and then the first failure reported.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures.Add(new IOException($"console '{console.Name}': {e.Message}", e));
            }
        }

        if (failures.Count > 0)
        {
            throw failures[0];
        }
    }

    private async Task ReleaseAsync()
    {
        Lifecycle.End(new MachineOutcome.Stopped());
        foreach (MachineThread thread in _threads)
        {
            thread.Join();
        }

        try
        {
            // The last vCPU has done it, unless the machine never started.
            FinishConsoles();
        }
        finally
        {
            Events.Dispose();
            _deviceThreads.ForEach(static thread => thread.Dispose());
            _owned.ForEach(static resource => resource.Dispose());
            _vcpus.ForEach(static vcpu => vcpu.Close());
            _eventFds.ForEach(static eventFd => eventFd.Dispose());
            _vm.Dispose();
            _system.Dispose();
            await Memory.CloseAsync().ConfigureAwait(false);
        }
    }
}
