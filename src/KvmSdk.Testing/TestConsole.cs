// Why everything is read at once: a guest whose console nobody reads is made to wait after a mebibyte, and what a test did not look at is what one wants to
// see when it fails.

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KvmSdk.Testing;

/// <summary>A console of a machine under test: what the guest says is waited for and kept, and text is sent to it. From any thread; waits follow each other.</summary>
public sealed class TestConsole
{
    private const int TailLines = 25;

    private readonly MachineConsole _console;
    private readonly RunningMachine _machine;
    private readonly TimeSpan _limit;
    private readonly TestRun _run;
    private readonly Lock _gate = new();
    private readonly ConsoleRecord _record = new();
    private TaskCompletionSource _arrival = NewArrival();
    private long _position;
    private bool _ended;
    private string? _keptAt;

    internal TestConsole(MachineConsole console, RunningMachine machine, TimeSpan limit, TestRun run)
    {
        _console = console;
        _machine = machine;
        _limit = limit;
        _run = run;
        Recording = Task.Run(RecordAsync);
        run.Add(this);
    }

    /// <summary>The property's name.</summary>
    public string Name => _console.Name;

    /// <summary>Everything the guest has said so far; of very much, the last mebibytes.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _record.ToString();
            }
        }
    }

    /// <summary>Completes when the guest will say no more and all of it is here.</summary>
    internal Task Recording { get; }

    /// <summary>Waits until the guest says a text. The next wait begins behind it.</summary>
    /// <param name="text">What to wait for.</param>
    /// <param name="within">How long; the machine's limit if nothing is said.</param>
    /// <returns>What it said from the end of the last wait up to the end of the text.</returns>
    /// <exception cref="TestMachineException">The time is over, or the machine ended first.</exception>
    public Task<string> ExpectAsync(string text, TimeSpan? within = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return ExpectAsync(
            said => said.IndexOf(text, StringComparison.Ordinal) is >= 0 and var start ? start + text.Length : -1,
            static said => said,
            $"'{text}'",
            within);
    }

    /// <summary>Waits until what the guest says matches a pattern. The next wait begins behind the match.</summary>
    /// <param name="pattern">The pattern; <c>$</c> also matches where nothing more has come yet.</param>
    /// <param name="within">How long; the machine's limit if nothing is said.</param>
    /// <returns>The match.</returns>
    /// <exception cref="TestMachineException">The time is over, or the machine ended first.</exception>
    public Task<Match> ExpectAsync(Regex pattern, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return ExpectAsync(
            said =>
            {
                foreach (ValueMatch match in pattern.EnumerateMatches(said))
                {
                    return match.Index + match.Length;
                }

                return -1;
            },
            pattern.Match,
            $"a match of '{pattern}'",
            within);
    }

    /// <summary>Sends a text to the guest, as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="within">How long the guest may take to receive it; the machine's limit if nothing is said.</param>
    /// <exception cref="TestMachineException">The time is over.</exception>
    public async Task SendAsync(string text, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        TimeSpan limit = within ?? _limit;
        using var time = new CancellationTokenSource(limit);
        try
        {
            await _console.Input.WriteAsync(Encoding.UTF8.GetBytes(text), time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (time.IsCancellationRequested)
        {
            throw new TestMachineException(Describe($"the guest did not take '{text.TrimEnd()}' from '{Name}' within {Seconds(limit)}"), e);
        }
    }

    /// <summary>Sends a text and the end of a line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="within">How long the guest may take to receive it; the machine's limit if nothing is said.</param>
    /// <exception cref="TestMachineException">The time is over.</exception>
    public Task SendLineAsync(string text, TimeSpan? within = null) => SendAsync(text + "\n", within);

    /// <summary>A message with what the machine does, what the console said last, and where all of it is kept.</summary>
    internal string Describe(string what)
    {
        string[] tail;
        lock (_gate)
        {
            tail = _record.Tail(TailLines);
        }

        string state = _machine.Completion.IsCompletedSuccessfully
            ? $"the machine has ended: {_machine.Completion.Result.Description}"
            : $"the machine is {_machine.State.ToString().ToLowerInvariant()}";
        string said = tail is [""] ? $"'{Name}' has said nothing" : $"'{Name}' said last:\n    {string.Join("\n    ", tail)}";
        return $"{what}; {state}; {said}{_run.Keep()}";
    }

    /// <summary>Writes what was said to a file, and what is still to come when all of it is here.</summary>
    internal void KeepAt(string path)
    {
        lock (_gate)
        {
            _keptAt = path;
            File.WriteAllText(path, _record.ToString());
        }
    }

    internal static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<T> ExpectAsync<T>(FindEnd find, Func<string, T> result, string what, TimeSpan? within)
    {
        TimeSpan limit = within ?? _limit;
        using var time = new CancellationTokenSource(limit);
        while (true)
        {
            Task arrival;
            bool ended;
            lock (_gate)
            {
                if (find(_record.From(_position)) is >= 0 and var end)
                {
                    string said = _record.From(_position)[..end].ToString();
                    _position = Math.Max(_position, _record.Dropped) + end;
                    return result(said);
                }

                arrival = _arrival.Task;
                ended = _ended;
            }

            if (ended)
            {
                // Its last output comes a moment before its outcome.
                await Task.WhenAny(_machine.Completion, Task.Delay(limit, time.Token)).ConfigureAwait(false);
                throw new TestMachineException(Describe($"{what} did not come from '{Name}' before the machine ended"));
            }

            try
            {
                await arrival.WaitAsync(time.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                throw new TestMachineException(Describe($"{what} did not come from '{Name}' within {Seconds(limit)}"), e);
            }
        }
    }

    private async Task RecordAsync()
    {
        byte[] buffer = new byte[64 << 10];
        int count;
        do
        {
            count = await _console.Output.ReadAsync(buffer).ConfigureAwait(false);
            TaskCompletionSource arrival;
            lock (_gate)
            {
                _record.Add(buffer.AsSpan(0, count));
                _ended = count == 0;
                arrival = _arrival;
                _arrival = NewArrival();
            }

            arrival.TrySetResult();
        }
        while (count > 0);

        lock (_gate)
        {
            if (_keptAt is { } path)
            {
                File.WriteAllText(path, _record.ToString());
            }
        }
    }

    /// <summary>Where what is waited for ends in what was said; -1 if it has not come.</summary>
    private delegate int FindEnd(ReadOnlySpan<char> said);
}
