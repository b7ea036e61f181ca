using System.Diagnostics;

namespace KvmSdk.Boot.Tests.Support;

/// <summary>Runs a program of the host on bytes given to its standard input.</summary>
internal static class Tool
{
    public static string Run(string program, byte[] input, string? directory, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(("", 0), (errors.GetAwaiter().GetResult(), process.ExitCode));
        return output.GetAwaiter().GetResult();
    }
}
