using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KvmSdk.EndToEnd.Tests.Passt;
using KvmSdk.Interop;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>samples/WebServer as a user runs it: one request, and Ctrl-C.</summary>
[Collection("Lab")]
public sealed class WebServerTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    [PasstFact]
    public async Task A_site_on_a_disk_of_a_virtual_machine_is_reached_by_one_request_and_nothing_is_left_behind()
    {
        string directory = Directory.CreateTempSubdirectory("web-server-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "index.html"), "Hello from a disk\n");
            int port = FreePort();
            var start = new ProcessStartInfo(
                Repository.PathOf("artifacts", "bin", "WebServer", "debug", "WebServer"), [$"--www={directory}", $"--lan=passt,tcp={port}:80"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["TMPDIR"] = directory;
            using Process server = Process.Start(start)!;
            server.StandardInput.Close();
            Task<string> error = server.StandardError.ReadToEndAsync();
            Task<string> output = server.StandardOutput.ReadToEndAsync();

            string? page = await RequestAsync(port, server);
            _ = Libc.kill(server.Id, Libc.SIGTERM);
            await server.WaitForExitAsync().WaitAsync(s_limit);
            Assert.True(page == "Hello from a disk\n", $"the page is '{page}'; the program said\n{await error}\n{await output}");
            Assert.Equal(["index.html"], Directory.GetFileSystemEntries(directory).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string?> RequestAsync(int port, Process server)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
        for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < s_limit && !server.HasExited; await Task.Delay(500))
        {
            try
            {
                return await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Nobody listens yet, or the guest is not that far.
            }
        }

        return null;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
