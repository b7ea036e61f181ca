// Why nothing here is awaited: what comes after an await runs on the thread pool, which starts another thread, and allocates it, for one that
// sleeps there.

using System.Globalization;
using System.Text;

namespace KvmSdk.DeviceMonitor.Metering;

/// <summary>Follows a machine from its start to its end, measures what the whole process allocates meanwhile, and prints it as one line.</summary>
/// <remarks>
/// The guest speaks to it on a serial port of its own (<see cref="Terminal.Program"/>), which it has set to send what it is given: one byte, a line
/// end, for each step. So the two never have to guess how far the other is.
/// </remarks>
internal sealed class Meter
{
    // How often this thread looks whether something has happened. It sleeps in between: nothing may depend on it.
    private const int LookEvery = 20;

    private readonly RunningMachine _machine;
    private readonly SerialPort _signal;
    private Reading _begin;
    private Reading _end;

    private Meter(RunningMachine machine, SerialPort signal)
    {
        _machine = machine;
        _signal = signal;

        // A thread that was just started allocates in its first steps, on a busy host perhaps only after the machine's start is over.
        _begin = Reading.Take();
        for (Reading before = default; IsRunning && (machine.Counters.Exits == 0 || _begin != before); _begin = Reading.Take())
        {
            before = _begin;
            Thread.Sleep(LookEvery);
        }

        _end = _begin;
    }

    /// <summary>Whether the machine has not ended.</summary>
    public bool IsRunning => _machine.State == MachineState.Running;

    /// <summary>Begins to measure when all of the machine's threads have begun.</summary>
    /// <param name="machine">The machine, just started. Its warnings go to standard error.</param>
    /// <param name="signal">The port on which the guest says how far it is.</param>
    public static Meter Start(RunningMachine machine, SerialPort signal)
    {
        machine.Warned += static (_, warning) => Console.Error.WriteLine(warning.Description);
        return new(machine, signal);
    }

    /// <summary>Waits until the guest has sent its nth line, or the machine has ended.</summary>
    public void WaitForLine(int count)
    {
        while (_signal.Counters.BytesSent < (ulong)count && IsRunning)
        {
            Thread.Sleep(LookEvery);
        }
    }

    /// <summary>Waits until something holds, or the machine has ended. A condition that is made while this measures counts as an allocation.</summary>
    public void WaitUntil(Func<bool> condition)
    {
        while (!condition() && IsRunning)
        {
            Thread.Sleep(LookEvery);
        }
    }

    /// <summary>Lets the guest go on, which waits for a line.</summary>
    public void Answer()
    {
        if (IsRunning)
        {
            _signal.Input.Write("\n"u8);
        }
    }

    /// <summary>Begins the measurement anew: what this program did for the first time is over.</summary>
    public void Begin() => _begin = Reading.Take();

    /// <summary>Ends the measurement; what comes after may allocate.</summary>
    public void Stop() => _end = Reading.Take();

    /// <summary>Waits for the machine's end, prints the figures as the output's last line, and gives the machine back.</summary>
    /// <param name="figures">What else to print, as <c>name=value</c> with spaces between; asked when the machine has ended.</param>
    /// <returns>The program's exit code.</returns>
    public int Finish(Func<FormattableString> figures)
    {
        MachineOutcome outcome = _machine.Completion.GetAwaiter().GetResult();
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"meter outcome={outcome.GetType().Name} allocated={_end.Bytes - _begin.Bytes} collections={_end.Collections - _begin.Collections} {FormattableString.Invariant(figures())}\n");
        using Stream output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(line));
        _machine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return outcome.ExitCode;
    }
}
