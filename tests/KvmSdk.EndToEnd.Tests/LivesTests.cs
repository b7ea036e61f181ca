using System.Globalization;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>Machines inside a program that lives on: what one held of the host is given back when it ends.</summary>
public sealed class LivesTests : IDisposable
{
    private const int Machines = 1000;

    // A machine has 32 MiB of RAM, some thirty descriptors, eight threads: what one of a hundred left behind would be far beyond these.
    private const int SpareMappings = 20;
    private const int SpareThreads = 3;
    private const int SpareMiB = 64;
    private const int SpareBytes = 64 * 1024;

    private readonly string _directory = Directory.CreateTempSubdirectory("lives-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [KvmFact]
    public async Task A_thousand_machines_in_a_row_leave_no_descriptor_mapping_thread_or_byte()
    {
        string disk = Path.Combine(_directory, "disk");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20]);
        ProcessRun run = await ProcessRun.Of(
            "dotnet",
            [Repository.Assembly("KvmSdk.DeviceMonitor", "devicemonitor.dll"), "lives", Machines.ToString(CultureInfo.InvariantCulture), disk, _directory],
            TimeSpan.FromMinutes(10));
        Assert.True(run.ExitCode == 0, run.Transcript);

        // held DESCRIPTORS MAPPINGS THREADS MEBIBYTES BYTES, before and after.
        long[][] held = [.. run.Output.Split('\n').Where(static line => line.StartsWith("held ", StringComparison.Ordinal))
            .Select(static line => line.Split(' ')[1..].Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        long[] more = [.. held[1].Zip(held[0], static (after, before) => after - before)];
        Assert.True(
            more[0] <= 0 && more[1] <= SpareMappings && more[2] <= SpareThreads && more[3] <= SpareMiB && more[4] <= SpareBytes,
            run.Transcript);
    }
}
