using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KvmSdk.DeviceMonitor.Dispatch;

/// <summary>
/// <c>dispatch PASSES</c>: sends a trace of accesses so often through the generated dispatch of machines with 1, 4, 16 and 64 devices, and prints for each
/// <c>generated DEVICES NANOSECONDS SUM</c>: what one access took in thousandths, and the sum of all that was read, as tests/lab/peers/dispatch.c does.
/// </summary>
internal static class DispatchVerb
{
    // It halts for ever. Nobody else reaches the devices meanwhile.
    private static readonly GuestImage s_program = GuestImage.FromBytes([0xF4, 0xEB, 0xFD]);

    /// <summary>Runs the verb.</summary>
    public static int Run(string[] arguments)
    {
        int passes = int.Parse(arguments[0], null);
        MeasureAsync(passes).GetAwaiter().GetResult();
        return 0;
    }

    /// <summary>Sends the trace through a machine's dispatch.</summary>
    /// <returns>The sum of what was read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Replay<TBus>(TBus bus, Access[] trace)
        where TBus : struct, IExitBus
    {
        ulong sum = 0;
        foreach (ref readonly Access access in trace.AsSpan())
        {
            bool claimed;
            if (access.IsWrite)
            {
                claimed = bus.TryWriteMemory(access.Address, sizeof(uint), access.Value);
            }
            else
            {
                claimed = bus.TryReadMemory(access.Address, sizeof(uint), out ulong value);
                sum += value;
            }

            if (!claimed)
            {
                throw new InvalidOperationException($"no device is at 0x{access.Address:X}");
            }
        }

        return sum;
    }

    private static async Task MeasureAsync(int passes)
    {
        await using (Dispatch1.Machine machine = await new Dispatch1 { Program = s_program }.StartAsync())
        {
            Print(1, passes, trace => Replay(new Dispatch1.Machine.Bus(machine), trace));
        }

        await using (Dispatch4.Machine machine = await new Dispatch4 { Program = s_program }.StartAsync())
        {
            Print(4, passes, trace => Replay(new Dispatch4.Machine.Bus(machine), trace));
        }

        await using (Dispatch16.Machine machine = await new Dispatch16 { Program = s_program }.StartAsync())
        {
            Print(16, passes, trace => Replay(new Dispatch16.Machine.Bus(machine), trace));
        }

        await using (Dispatch64.Machine machine = await new Dispatch64 { Program = s_program }.StartAsync())
        {
            Print(64, passes, trace => Replay(new Dispatch64.Machine.Bus(machine), trace));
        }
    }

    private static void Print(int devices, int passes, Func<Access[], ulong> replay)
    {
        Access[] trace = Access.TraceOf(devices);
        ulong sum = replay(trace);
        long start = Stopwatch.GetTimestamp();
        for (int pass = 0; pass < passes; pass++)
        {
            sum += replay(trace);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        Console.WriteLine(string.Create(null, $"generated {devices} {nanoseconds * 1000 / ((long)passes * trace.Length):F0} {sum}"));
    }
}
