using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class UseSuggestedInitialValueFixTests
{
    [Fact]
    public async Task Every_port_but_the_first_leaves_the_terminal() => Assert.Equal(
        ["Initialise 'Log' with Terminal.None", "Initialise 'Trace' with Terminal.None"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.Standard; // for later
                [Serial] public Terminal Trace { get; init; } = Terminal.Standard;
                """),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.None; // for later
                [Serial] public Terminal Trace { get; init; } = Terminal.None;
                """)));

    [Fact]
    public async Task A_second_device_leaves_the_tap() => Assert.Equal(
        ["Initialise 'Wan' with NetBackend.None"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("""
                [Net] public NetBackend Lan { get; init; } = Tap.Named("tap0");
                [Net] public NetBackend Wan { get; init; } = Tap.Named("tap0");
                """),
            With("""
                [Net] public NetBackend Lan { get; init; } = Tap.Named("tap0");
                [Net] public NetBackend Wan { get; init; } = NetBackend.None;
                """)));

    [Fact]
    public async Task What_an_instance_sets_is_changed_there() => Assert.Equal(
        ["Initialise 'Log' with Terminal.None", "Initialise 'Console' with Terminal.None"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.None;
                public Vm Chatty => new Vm { Program = Program, Log = (Terminal.Standard) /* both */ };
                public Vm Again => new Vm { Program = Program, Console = Terminal.None } with { Log = Terminal.Standard, Console = KvmSdk.Terminal.Standard };
                """),
            With("""
                [Serial] public Terminal Console { get; init; } = Terminal.Standard;
                [Serial] public Terminal Log { get; init; } = Terminal.None;
                public Vm Chatty => new Vm { Program = Program, Log = Terminal.None /* both */ };
                public Vm Again => new Vm { Program = Program, Console = Terminal.None } with { Log = Terminal.Standard, Console = Terminal.None };
                """)));

    [Fact]
    public async Task A_balloon_becomes_no_larger_than_RAM() => Assert.Equal(
        ["Initialise 'Balloon' with Balloon.OfMiB(128)"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("[Balloon] public Balloon Balloon { get; init; } = Balloon.OfMiB(129);"),
            With("[Balloon] public Balloon Balloon { get; init; } = Balloon.OfMiB(128);")));

    [Fact]
    public async Task Persistent_memory_loses_what_only_disks_know() => Assert.Equal(
        ["Initialise 'Store' with DiskImage.Raw(\"store\", readOnly: true)", "Initialise 'Tools' with DiskImage.Embedded(\"tools\")", "Initialise 'Log' with DiskImage.Raw(\"log\")"],
        await ExpectFix.TurnsAsync(
            new UseSuggestedInitialValueFix(),
            With("""
                [Pmem] public DiskImage Store { get; init; } = DiskImage.Raw("store", readOnly: true, serial: "1", cache: DiskCache.None);
                [Pmem] public DiskImage Tools { get; init; } = DiskImage.Embedded("tools", serial: "2");
                [Pmem] public DiskImage Log { get; init; } = DiskImage.Raw("log", engine: DiskEngine.Thread);
                """),
            With("""
                [Pmem] public DiskImage Store { get; init; } = DiskImage.Raw("store", readOnly: true);
                [Pmem] public DiskImage Tools { get; init; } = DiskImage.Embedded("tools");
                [Pmem] public DiskImage Log { get; init; } = DiskImage.Raw("log");
                """)));

    private static string With(string members) => "using KvmSdk;\n\n" + Machine.WithMembers(members);
}
