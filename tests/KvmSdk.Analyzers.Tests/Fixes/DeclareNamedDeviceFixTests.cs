using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class DeclareNamedDeviceFixTests
{
    [Fact]
    public async Task Every_device_that_is_named_is_declared_once() => Assert.Equal(
        ["Declare 'Serial1'", "Declare 'Disk'"],
        await ExpectFix.TurnsAsync(
            new DeclareNamedDeviceFix(),
            With("console=ttyS0 console=ttyS1,9600 console=ttyS1 root=/dev/vda1", "[Serial] public Terminal Console { get; init; } = Terminal.Standard;"),
            With(
                "console=ttyS0 console=ttyS1,9600 console=ttyS1 root=/dev/vda1",
                """
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;

                    [Serial(Port = 0x2F8)] public Terminal Serial1 { get; init; } = Terminal.None;

                    [Block] public required DiskImage Disk { get; init; }
                """)));

    [Fact]
    public async Task The_only_serial_port_is_the_users_terminal() => await ExpectFix.TurnsAsync(
        new DeclareNamedDeviceFix(),
        With("console=ttyS0", "[Rng] public Entropy Random { get; init; } = Entropy.Host;"),
        With(
            "console=ttyS0",
            """
            [Rng] public Entropy Random { get; init; } = Entropy.Host;

                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            """));

    [Theory]
    [InlineData("console=hvc0", "[Rng] public Entropy Random { get; init; } = Entropy.Host;", "Hvc", "Standard")]
    [InlineData("console=hvc0,1", "[Serial] public Terminal Uart { get; init; } = Terminal.Standard;", "Hvc", "None")]
    [InlineData("console=hvc1", "[Console] public Terminal First { get; init; } = Terminal.Standard;", "Hvc1", "None")]
    public async Task The_next_virtio_console_is_declared(string commandLine, string members, string name, string terminal) => await ExpectFix.TurnsAsync(
        new DeclareNamedDeviceFix(),
        With(commandLine, members),
        With(commandLine, $"{members}\n\n    [Console] public Terminal {name} {{ get; init; }} = Terminal.{terminal};"));

    [Theory]
    [InlineData("root=/dev/pmem0", "[Block] public required DiskImage Root { get; init; }", "Pmem")]
    [InlineData("root=/dev/pmem1p3", "[Pmem] public required DiskImage Store { get; init; }", "Pmem2")]
    public async Task The_next_persistent_memory_is_declared(string commandLine, string members, string name) => await ExpectFix.TurnsAsync(
        new DeclareNamedDeviceFix(),
        With(commandLine, members),
        With(commandLine, $"{members}\n\n    [Pmem] public required DiskImage {name} {{ get; init; }}"));

    [Theory]
    [InlineData("root=/dev/pmem2", "[Pmem] public required DiskImage Store { get; init; }")]
    [InlineData("root=/dev/vdc", "[Block] public required DiskImage Root { get; init; }")]
    [InlineData("console=ttyS7", "[Serial] public Terminal Console { get; init; } = Terminal.Standard;")]
    [InlineData("console=hvc1", "[Serial] public Terminal Console { get; init; } = Terminal.Standard;")]
    [InlineData("console=ttyS1", "[DebugExit(Port = 0x2FC)] public DebugExit Exit { get; init; } = DebugExit.Qemu;")]
    [InlineData("console=ttyS0", "public string Console { get; init; } = \"\";")]
    public async Task It_is_not_offered_where_one_device_would_not_do_or_has_no_place(string commandLine, string members) =>
        await ExpectFix.NothingAsync(new DeclareNamedDeviceFix(), With(commandLine, members));

    private static string With(string commandLine, string members) => $$"""
        using KvmSdk;

        [VirtualMachine]
        public partial record Vm
        {
            [LinuxKernel(CommandLine = "{{commandLine}}")] public required GuestImage Kernel { get; init; }

            {{members}}
        }
        """;
}
