using KvmSdk.DeviceMonitor.Metering;

namespace KvmSdk.DeviceMonitor.Consoles;

/// <summary>
/// <c>console KERNEL INITRD HVC-FILE LOG-FILE</c>: boots Linux, measures while it floods a console, a serial port and a named port, then speaks with it on
/// all of them, tells it a new size, and sees it panic. The guest's lines are steps of both.
/// </summary>
internal static class ConsoleVerb
{
    private const int EchoBytes = 1 << 20;

    public static int Run(string[] args)
    {
        ConsoleMachine definition = new()
        {
            Kernel = GuestImage.FromFile(args[0]),
            Initrd = GuestImage.FromFile(args[1]),
            Hvc = Terminal.File(args[2]),
            Log = Terminal.File(args[3]),
        };
        ulong[] exits = new ulong[4];
        ConsoleMachine.Machine machine = definition.StartAsync().GetAwaiter().GetResult();
        Meter meter = Meter.Start(machine, machine.Signal);
        for (int i = 0; i < exits.Length; i++)
        {
            meter.WaitForLine(i + 1);
            exits[i] = machine.Counters.Exits;
            meter.Answer();
            if (i == 0)
            {
                // The program's own first answer to a guest allocates.
                meter.Begin();
            }
        }

        meter.WaitForLine(5);
        meter.Stop();
        meter.Answer();

        bool isEchoed = meter.IsRunning && Echo(machine.Echo);
        bool wasOpen = machine.Echo.IsOpen;
        machine.Echo.SetConnected(false);
        meter.WaitUntil(() => !machine.Echo.IsOpen);
        meter.WaitForLine(6);
        meter.Answer();
        machine.Typed.Input.Write("typed\n"u8);
        string typed = machine.Typed.ReadUntilAsync("read typed").GetAwaiter().GetResult();
        meter.WaitForLine(7);
        machine.Hvc.Resize(132, 50);
        meter.Answer();
        return meter.Finish(() =>
        {
            BootMark? mark = machine.Booted.At(1);
            ConsoleCounters hvc = machine.Hvc.Counters;
            return $"stage-start={mark?.SinceStart.TotalMilliseconds:0.000} stage-entry={mark?.SinceEntry.TotalMilliseconds:0.000} marks={machine.Booted.Writes} hvc-exits={exits[1] - exits[0]} hvc-bytes={hvc.BytesSent} hvc-buffers={hvc.BuffersSent} uart-exits={exits[2] - exits[1]} uart-bytes={machine.Slow.Counters.BytesSent} log-exits={exits[3] - exits[2]} log-bytes={machine.Log.Counters.BytesSent} echoed={isEchoed} was-open={wasOpen} typed={typed.Contains("read typed", StringComparison.Ordinal)} echo-received={machine.Echo.Counters.BytesReceived} panics={machine.Panic.Counters.Panics}";
        });
    }

    /// <summary>Sends a mebibyte and takes it back at the same time: more than either side holds.</summary>
    private static bool Echo(ConsolePort port)
    {
        byte[] sent = new byte[EchoBytes];
        new Random(1).NextBytes(sent);
        byte[] received = new byte[EchoBytes];
        Task writing = port.Input.WriteAsync(sent).AsTask();
        port.Output.ReadExactly(received);
        writing.GetAwaiter().GetResult();
        return received.AsSpan().SequenceEqual(sent);
    }
}
