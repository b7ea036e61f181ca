namespace KvmSdk.EndToEnd.Tests.Lab;

/// <summary>tests/KvmSdk.DeviceMonitor, published to native code once for all tests of this run.</summary>
internal static class DeviceMonitor
{
    /// <summary>Where the lab has it.</summary>
    public const string InLab = "/devicemonitor";

    private static readonly Lazy<Task<string>> _path = new(PublishAsync);

    /// <summary>The option of tests/lab/run that brings it there.</summary>
    public static async Task<string[]> AdditionAsync() => ["--add", $"{await _path.Value}={InLab}"];

    private static async Task<string> PublishAsync()
    {
        string directory = Repository.PathOf("artifacts", "lab", "DeviceMonitor");
        ProcessRun publish = await ProcessRun.Of(
            "dotnet", ["publish", "tests/KvmSdk.DeviceMonitor", "-c", "Release", "-o", directory, "-nologo", "-v", "quiet"], TimeSpan.FromMinutes(15));
        Assert.True(publish.ExitCode == 0, publish.Transcript);
        return Path.Combine(directory, "devicemonitor");
    }
}
