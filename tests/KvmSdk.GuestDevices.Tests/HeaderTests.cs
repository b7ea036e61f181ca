using System.Diagnostics;
using System.Globalization;
using KvmSdk.GuestDevices.Tests.Devices;

namespace KvmSdk.GuestDevices.Tests;

/// <summary>A C compiler takes the generated headers, and finds in them what the constants say.</summary>
public sealed class HeaderTests
{
    [Fact]
    public async Task A_driver_in_C_has_the_same_offsets_and_masks()
    {
        string[] names =
        [
            "GAUGE_SIZE", "GAUGE_ID", "GAUGE_WIDE", "GAUGE_CONTROL", "GAUGE_CONTROL_MODE_SHIFT", "GAUGE_CONTROL_MODE_MASK", "GAUGE_WIDE_TOP_MASK",
            "GAUGE_HISTORY(3)", "GAUGE_HISTORY_COUNT", "GAUGE_LIMITS(2)", "GAUGE_SOFT_RESET", "LAMP_PORTS", "LAMP_SHADOW",
        ];

        Assert.Equal(
            [
                0x2000, Gauge.Registers.Id, Gauge.Registers.Wide, Gauge.Registers.Control, 4, 0x70, 0xF000_0000_0000_0000,
                Gauge.Registers.History + 12, 8, Gauge.Registers.Limits + 16, Gauge.Registers.SoftReset, 6, Lamp.Registers.Shadow,
            ],
            await ValuesAsync(Gauge.CHeader + Gauge.CHeader + Lamp.CHeader, names));
    }

    private static async Task<ulong[]> ValuesAsync(string headers, string[] names)
    {
        string directory = Directory.CreateTempSubdirectory("kvmsdk-header-").FullName;
        try
        {
            string source = Path.Combine(directory, "values.c");
            await File.WriteAllTextAsync(source, $$"""
                #include <stdio.h>
                {{headers}}
                int main(void) {
                {{string.Join('\n', names.Select(name => $"printf(\"%llu\\n\", (unsigned long long){name});"))}}
                  return 0;
                }
                """);
            string program = Path.Combine(directory, "values");
            Assert.Equal("", await RunAsync("gcc", "-Wall", "-Wextra", "-Werror", "-std=c11", "-o", program, source));
            return [.. (await RunAsync(program)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => ulong.Parse(line, CultureInfo.InvariantCulture))];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
