using System.Diagnostics;
using System.Globalization;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Life;

/// <summary>What the whole process allocates from the first KVM_RUN to the last: nothing, on any thread.</summary>
/// <remarks>
/// The just-in-time runtime enlarges its cast cache when addresses happen to collide in it, a few kilobytes on whichever thread
/// it meets, in about one process of fifty. So a process in which that happened is measured again; what exits or output
/// allocate would be there every time.
/// </remarks>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    private const int Unclaimed = 0x80;
    private const int UartData = 0x3F8;
    private const int UartScratch = 0x3FF;
    private const int Attempts = 3;

    [KvmFact]
    public async Task A_million_exits_allocate_nothing_and_collect_nothing()
    {
        const int Rounds = 500_000;
        MeterReading reading = await MeasureAsync(Rounds, "none", Unclaimed, UartScratch);
        Assert.Equal(new MeterReading(true, 0, 0, 0, (2 * Rounds) + 1), reading);
    }

    [KvmTheory]
    [InlineData("none")]
    [InlineData("file:/dev/null")]
    public async Task Serial_output_through_the_event_loop_allocates_nothing(string terminal)
    {
        const int Rounds = 50_000;
        MeterReading reading = await MeasureAsync(Rounds, terminal, UartData, UartScratch);
        Assert.Equal(new MeterReading(true, 0, 0, 0, (2 * Rounds) + 1), reading);
    }

    /// <summary>The guest counts and rings; the bell's thread answers, and another thread of the program looks on all the while.</summary>
    [KvmFact]
    public async Task A_hundred_thousand_rounds_through_shared_memory_allocate_nothing()
    {
        const int Rounds = 100_000;
        MeterReading reading = await MeasureAsync([SharedMeter.Word, Text(Rounds)]);
        Assert.Equal(new MeterReading(true, 0, 0, 0, Rounds + 1), reading);
    }

    private static Task<MeterReading> MeasureAsync(int rounds, string terminal, params int[] ports) =>
        MeasureAsync([Text(rounds), terminal, .. ports.Select(Text)]);

    private static async Task<MeterReading> MeasureAsync(string[] words)
    {
        MeterReading reading = await MeasureOnceAsync(words);
        for (int attempt = 1; attempt < Attempts && reading.BytesInProcess != 0; attempt++)
        {
            reading = await MeasureOnceAsync(words);
        }

        return reading;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<MeterReading> MeasureOnceAsync(string[] words)
    {
        string[] arguments = [typeof(AllocationTests).Assembly.Location, .. words];
        ProcessStartInfo start = new(Environment.ProcessPath ?? "dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A pool thread that has had nothing to do for twenty seconds retires, and the runtime allocates for that.
        start.Environment["DOTNET_ThreadPool_ThreadTimeoutMs"] = "-1";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        string line = (await output).Trim();
        return Parse(line) ?? throw new InvalidDataException($"the measured program ended with {process.ExitCode}: {line} {await errors}");
    }

    private static MeterReading? Parse(string line)
    {
        string[] values = [.. line.TrimEnd(' ', '}').Split(',').Select(static part => part[(part.LastIndexOf(' ') + 1)..])];
        return values.Length == 5
            ? new(
                bool.Parse(values[0]),
                long.Parse(values[1], CultureInfo.InvariantCulture),
                long.Parse(values[2], CultureInfo.InvariantCulture),
                int.Parse(values[3], CultureInfo.InvariantCulture),
                ulong.Parse(values[4], CultureInfo.InvariantCulture))
            : null;
    }
}
