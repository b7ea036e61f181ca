using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Sockets;

/// <summary>One start of the lab in which a machine with sockets boots by each back end, and programs of guest and lab talk to each other.</summary>
public sealed class SocketLab() : GuestLab("Sockets", ["vsock", "vmw_vsock_virtio_transport"], "--module", "vsock", "--module", "vhost_vsock")
{
    /// <summary>Connections that are opened and closed in each direction; KVMSDK_VSOCK_CONNECTIONS=10000 is what takes minutes.</summary>
    public static int Connections => Size("KVMSDK_VSOCK_CONNECTIONS", 1000);

    /// <summary>Mebibytes that other programs of the lab send in each direction; KVMSDK_VSOCK_MIB=1024 too.</summary>
    public static int Mebibytes => Size("KVMSDK_VSOCK_MIB", 32);

    /// <summary>Mebibytes that the monitor's own streams send in each direction; KVMSDK_VSOCK_STREAM_MIB=1024 too.</summary>
    public static int StreamMebibytes => Size("KVMSDK_VSOCK_STREAM_MIB", 16);

    /// <inheritdoc/>
    protected override TimeSpan Limit => TimeSpan.FromSeconds((2 * Seconds) + 60);

    // What a machine takes at most, on a busy host.
    private static int Seconds => 300 + (Connections / 20) + Mebibytes + StreamMebibytes;

    /// <summary>What the machine of one back end printed.</summary>
    internal async Task<BackendReport> ReportAsync(string backend) => new(await ReportAsync(), backend);

    /// <inheritdoc/>
    protected override async Task<string[]> GuestProgramsAsync() => [await CompileAsync()];

    /// <inheritdoc/>
    protected override async Task<string[]> LabAdditionsAsync()
    {
        string sizes = Path.Combine(Scratch, "sizes");
        await File.WriteAllTextAsync(sizes, $"count={Connections}\nmib={Mebibytes}\nstream={StreamMebibytes}\nlimit={Seconds}\n");
        return ["--add", $"{await CompileAsync()}=/sock", "--add", $"{sizes}=/sizes"];
    }

    private async Task<string> CompileAsync()
    {
        string program = Path.Combine(Scratch, "sock");
        if (!File.Exists(program))
        {
            ProcessRun compile = await ProcessRun.Of("gcc", ["-static", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, FileOf("sock.c")], TimeSpan.FromMinutes(1));
            Assert.True(compile.ExitCode == 0, compile.Transcript);
        }

        return program;
    }

    private static int Size(string variable, int usual) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int size) ? size : usual;
}
