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
