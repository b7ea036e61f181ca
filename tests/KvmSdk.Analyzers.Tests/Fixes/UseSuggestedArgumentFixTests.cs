using KvmSdk.Analyzers.Tests.Support;
using KvmSdk.CodeFixes;

namespace KvmSdk.Analyzers.Tests.Fixes;

public sealed class UseSuggestedArgumentFixTests
{
    [Fact]
    public async Task Backslashes_become_slashes_in_a_machine_and_outside() => Assert.Equal(
        ["Write \"images/a.img\"", "Write \"images/b.img\"", "Write \"vmlinuz/old\""],
        await ExpectFix.TurnsAsync(
            new UseSuggestedArgumentFix(),
            With("""
                [Block] public DiskImage A { get; init; } = DiskImage.Raw(@"images\a.img");
                [Block] public DiskImage B { get; init; } = DiskImage.Raw(readOnly: true, path: "images\\b.img" /* shared */);
                public static GuestImage Kernel => GuestImage.FromFile(@"vmlinuz\old");
                """),
            With("""
                [Block] public DiskImage A { get; init; } = DiskImage.Raw("images/a.img");
                [Block] public DiskImage B { get; init; } = DiskImage.Raw(readOnly: true, path: "images/b.img" /* shared */);
                public static GuestImage Kernel => GuestImage.FromFile("vmlinuz/old");
                """)));

    [Fact]
    public async Task An_address_is_written_with_colons_and_loses_the_groups_bit() => Assert.Equal(
        ["Write \"52:54:00:00:00:01\"", "Write \"52:54:00:00:00:02\"", "Write \"52:54:00:00:00:01\""],
        await ExpectFix.TurnsAsync(
            new UseSuggestedArgumentFix(),
            With("""
                [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("5254.0000.0001");
                [Net] public NetBackend B { get; init; } = NetBackend.None.WithMac("53:54:00:00:00:02");
                public static NetBackend C => NetBackend.None.WithMac("00:00:00:00:00:00");
                """),
            With("""
                [Net] public NetBackend A { get; init; } = Tap.Named("tap0").WithMac("52:54:00:00:00:01");
                [Net] public NetBackend B { get; init; } = NetBackend.None.WithMac("52:54:00:00:00:02");
                public static NetBackend C => NetBackend.None.WithMac("52:54:00:00:00:01");
                """)));

    /// <summary>What a drive stands for on the host only its user knows, and a constant may be used elsewhere too.</summary>
    [Fact]
    public async Task What_is_not_mechanical_is_left_to_the_user() => await ExpectFix.NothingAsync(
        new UseSuggestedArgumentFix(),
        With("""
            private const string Image = @"images\a.img";
            [Block] public DiskImage A { get; init; } = DiskImage.Raw(Image);
            [Block] public DiskImage B { get; init; } = DiskImage.Raw(@"C:\b.img");
            """));

    private static string With(string members) => "using KvmSdk;\n\n" + Machine.WithMembers(members);
}
