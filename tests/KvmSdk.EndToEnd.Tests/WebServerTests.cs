using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KvmSdk.EndToEnd.Tests.Passt;
using KvmSdk.Interop;

namespace KvmSdk.EndToEnd.Tests;

/// <summary>samples/WebServer as a user runs it, who needs no root for it: one request from this host, and the end.</summary>
[Collection("Lab")]
public sealed class WebServerTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    [PasstFact]
    public async Task A_directory_is_a_web_site_that_a_virtual_machine_serves_and_nothing_is_left_behind()
    {
        string directory = Directory.CreateTempSubdirectory("web-server-").FullName;
        try
        {
            string site = Directory.CreateDirectory(Path.Combine(directory, "site")).FullName;
            string scratch = Directory.CreateDirectory(Path.Combine(directory, "scratch")).FullName;
            await File.WriteAllTextAsync(Path.Combine(site, "index.html"), "Hello from a file of the host\n");
            int port = FreePort();
            var start = new ProcessStartInfo(
                Repository.PathOf("artifacts", "bin", "WebServer", Repository.Configuration.ToLowerInvariant(), "WebServer"), [$"--site=dir:{site},ro", $"--lan=passt,tcp={port}:80"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardInput = true,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["TMPDIR"] = scratch;
            using Process server = Process.Start(start)!;
            server.StandardInput.Close();
            Task<string> error = server.StandardError.ReadToEndAsync();
            Task<string> output = server.StandardOutput.ReadToEndAsync();

            string? page = await RequestAsync(port, server);
            _ = Libc.kill(server.Id, Libc.SIGTERM);
            await server.WaitForExitAsync().WaitAsync(_limit);
            Assert.True(page == "Hello from a file of the host\n", $"the page is '{page}'; the program said\n{await error}\n{await output}");

            // The build for the lab leaves some of its own there.
            Assert.DoesNotContain(
                Directory.GetFileSystemEntries(scratch).Select(Path.GetFileName),
                static name => name!.StartsWith("hello-linux-", StringComparison.Ordinal) || name.StartsWith("lab.", StringComparison.Ordinal));
            using TcpListener again = new(IPAddress.Loopback, port);
            again.Start();
            Assert.Equal(["index.html"], Directory.GetFileSystemEntries(site).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<string?> RequestAsync(int port, Process server)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(20) };
        for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < _limit && !server.HasExited; await Task.Delay(500))
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
