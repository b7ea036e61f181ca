using System.Runtime.CompilerServices;

namespace KvmSdk.Testing;

/// <summary>Starts machines for tests: what a machine would write to the program's standard output, the test reads and keeps instead.</summary>
public static class TestMachine
{
    /// <summary>Starts a machine as it is declared, which has no property that must be given.</summary>
    /// <typeparam name="T">The machine's record.</typeparam>
    /// <param name="options">What differs; null for nothing.</param>
    /// <param name="test">What its output is kept under, outside of a test with <c>[KvmFact]</c>; the calling member if nothing is said.</param>
    /// <returns>The running machine, to be disposed.</returns>
    /// <exception cref="InstanceValueException">A property must be given: start an instance.</exception>
    public static Task<TestMachine<RunningMachine>> StartAsync<T>(TestMachineOptions? options = null, [CallerMemberName] string test = "")
        where T : class, IVirtualMachine<T> =>
        StartAsync(T.Create(InstanceValues.Empty).StartMachineAsync, options, test);

    /// <summary>Starts an instance, and knows its type: <c>await TestMachine.StartAsync(new WebServer { Root = disk }.StartAsync)</c>.</summary>
    /// <typeparam name="TMachine">The running machine's class, which the start tells.</typeparam>
    /// <param name="start">The instance's own <c>StartAsync</c>.</param>
    /// <param name="options">What differs; null for nothing.</param>
    /// <param name="test">What its output is kept under, outside of a test with <c>[KvmFact]</c>; the calling member if nothing is said.</param>
    /// <returns>The running machine, to be disposed.</returns>
    public static async Task<TestMachine<TMachine>> StartAsync<TMachine>(
        Func<StartOptions?, CancellationToken, Task<TMachine>> start, TestMachineOptions? options = null, [CallerMemberName] string test = "")
        where TMachine : RunningMachine
    {
        ArgumentNullException.ThrowIfNull(start);
        options ??= new();
        using var limit = new CancellationTokenSource(options.Limit);
        StartOptions startOptions = options.Start with { StandardTerminal = options.Start.StandardTerminal ?? Terminal.Program };
        try
        {
            TMachine machine = await start(startOptions, limit.Token).ConfigureAwait(false);
            return new(machine, options.Limit, TestRun.CurrentOr(test));
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new TestMachineException($"the machine did not start within {TestConsole.Seconds(options.Limit)}", e);
        }
    }
}

/// <summary>A machine under test.</summary>
/// <typeparam name="TMachine">The running machine's class.</typeparam>
public sealed class TestMachine<TMachine> : IAsyncDisposable
    where TMachine : RunningMachine
{
    private readonly TimeSpan _limit;
    private readonly TestRun _run;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TestConsole> _consoles = [];
    private readonly string? _standard;

    internal TestMachine(TMachine machine, TimeSpan limit, TestRun run)
    {
        Machine = machine;
        _limit = limit;
        _run = run;
        _standard = machine.Consoles.FirstOrDefault(static console => console.Declared == Terminal.Standard && console.Terminal == Terminal.Program)?.Name;
        if (_standard is not null)
        {
            ConsoleOf(_standard);
        }
    }

    /// <summary>The running machine, with its devices.</summary>
    public TMachine Machine { get; }

    /// <summary>The console that is declared on <see cref="Terminal.Standard"/>.</summary>
    /// <exception cref="InvalidOperationException">The machine has none.</exception>
    public TestConsole Console => _standard is not null
        ? ConsoleOf(_standard)
        : throw new InvalidOperationException("no console of this machine is on Terminal.Standard; use ConsoleOf for one on Terminal.Program");

    /// <summary>
    /// Managed memory that the guest made this program allocate, in bytes: on the threads of its virtual CPUs, where devices of yours answer it
    /// (<see cref="MachineCounters.AllocatedBytes"/>). A guest that runs is paused for a moment.
    /// </summary>
    public long Allocated
    {
        get
        {
            try
            {
                if (Machine.State == MachineState.Running)
                {
                    Wait(Machine.PauseAsync());
                    long allocated = (long)Machine.Counters.AllocatedBytes;
                    Wait(Machine.ResumeAsync());
                    return allocated;
                }
            }
            catch (InvalidOperationException)
            {
                // It has ended meanwhile; once its threads have left, the count is final.
                Wait(Machine.Completion);
            }

            return (long)Machine.Counters.AllocatedBytes;
        }
    }

    /// <summary>A console, or named port, that is on <see cref="Terminal.Program"/> in this start. From the first call on it is read here, from its beginning.</summary>
    /// <param name="name">The property's name.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="InvalidOperationException">It is connected to something else.</exception>
    public TestConsole ConsoleOf(string name)
    {
        lock (_gate)
        {
            if (!_consoles.TryGetValue(name, out TestConsole? console))
            {
                MachineConsole found = Machine.Consoles.FirstOrDefault(console => console.Name == name)
                    ?? throw new ArgumentException($"the machine has no console '{name}'; it has {string.Join(", ", Machine.Consoles.Select(static console => $"'{console.Name}'"))}", nameof(name));
                _ = found.Output;
                console = new(found, Machine, _limit, _run);
                _consoles.Add(name, console);
            }

            return console;
        }
    }

    /// <summary>Waits until the machine ends by itself.</summary>
    /// <param name="within">How long; the limit of the machine's start if nothing is said.</param>
    /// <returns>How it ended, failures included.</returns>
    /// <exception cref="TestMachineException">The time is over.</exception>
    public async Task<MachineOutcome> WaitForEndAsync(TimeSpan? within = null)
    {
        TimeSpan limit = within ?? _limit;
        try
        {
            MachineOutcome outcome = await Machine.Completion.WaitAsync(limit).ConfigureAwait(false);

            // So that the consoles' text is complete.
            await RecordedAsync().WaitAsync(limit).ConfigureAwait(false);
            return outcome;
        }
        catch (TimeoutException e)
        {
            string what = $"the machine did not end within {TestConsole.Seconds(limit)}";
            TestConsole? console = _standard is null ? null : Console;
            throw new TestMachineException(console?.Describe(what) ?? $"{what}; it is {Machine.State.ToString().ToLowerInvariant()}{_run.Keep()}", e);
        }
    }

    /// <summary>Stops the machine and gives everything back.</summary>
    public async ValueTask DisposeAsync()
    {
        await Machine.DisposeAsync().ConfigureAwait(false);
        await RecordedAsync().ConfigureAwait(false);
    }

    private void Wait(Task task)
    {
        try
        {
            if (!task.Wait(_limit))
            {
                throw new TestMachineException($"the machine did not stand still within {TestConsole.Seconds(_limit)}; it is {Machine.State.ToString().ToLowerInvariant()}");
            }
        }
        catch (AggregateException e) when (e.InnerException is InvalidOperationException ended)
        {
            throw new InvalidOperationException(ended.Message, ended);
        }
    }

    private Task RecordedAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_consoles.Values.Select(static console => console.Recording));
        }
    }
}
