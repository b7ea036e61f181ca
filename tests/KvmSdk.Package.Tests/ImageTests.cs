namespace KvmSdk.Package.Tests;

/// <summary>Images inside a program of a user's: missing, beside it, and in its one native file.</summary>
[Collection(Packages.Name)]
public sealed class ImageTests(PackageFeed feed)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <PublishAot>true</PublishAot>
            <CopyOutputSymbolsToPublishDirectory>false</CopyOutputSymbolsToPublishDirectory>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="KvmSdk" Version="VERSION" />
            <KvmImage Include="build/guest.bin" Name="guest" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using KvmSdk;

        return await VirtualMachine.RunAsync<Box>(args);

        [VirtualMachine(MemoryMiB = 16)]
        public partial record Box
        {
            [FlatImage] public GuestImage Guest { get; init; } = GuestImage.Embedded("guest");
            [Serial] public Terminal Console { get; init; } = Terminal.Standard;
            [DebugExit] public DebugExit Result { get; init; } = DebugExit.Value;
        }
        """;

    // Says '!', and ends with 0.
    private static readonly byte[] _guest =
    [
        0x66, 0xBA, 0xF8, 0x03, 0xB0, 0x21, 0xEE, // mov dx, COM1; mov al, '!'; out dx, al
        0x66, 0xBA, 0xF4, 0x00, 0x31, 0xC0, 0xEF, // mov dx, 0xF4; xor eax, eax; out dx, eax
        0xF4, 0xEB, 0xFD, // hlt; jmp hlt
    ];

    [Fact]
    public async Task Another_file_in_place_of_an_image_is_taken_even_if_it_is_older()
    {
        string directory = feed.NewDirectory("images-replaced", ("images.csproj", Project), ("Program.cs", Program));
        string build = Directory.CreateDirectory(Path.Combine(directory, "build")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(build, "guest.bin"), _guest);
        await File.WriteAllBytesAsync(Path.Combine(build, "older.bin"), [0xF4]);
        File.SetLastWriteTimeUtc(Path.Combine(build, "older.bin"), DateTime.UtcNow.AddYears(-1));
        string built = Path.Combine(directory, "bin", "Debug", "net10.0", "kvm-images", "guest");
        (await feed.DotnetAsync(directory, "build", "-nologo")).Succeeded();
        Assert.Equal(_guest, await File.ReadAllBytesAsync(built));

        await File.WriteAllTextAsync(
            Path.Combine(directory, "images.csproj"), (await File.ReadAllTextAsync(Path.Combine(directory, "images.csproj"))).Replace("guest.bin", "older.bin", StringComparison.Ordinal));
        (await feed.DotnetAsync(directory, "build", "-nologo")).Succeeded();
        Assert.Equal([0xF4], await File.ReadAllBytesAsync(built));
    }

    [KvmFact]
    public async Task An_image_is_beside_the_program_and_inside_its_native_file_and_a_missing_one_stops_the_build()
    {
        string directory = feed.NewDirectory("images", ("images.csproj", Project), ("Program.cs", Program));
        CommandRun missing = await feed.DotnetAsync(directory, "build", "-nologo");
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains(
            $"error KVMSDK010: the image 'build/guest.bin' is to be embedded, and there is no file '{Path.Combine(directory, "build", "guest.bin")}'", missing.Output, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(directory, "build"));
        await File.WriteAllBytesAsync(Path.Combine(directory, "build", "guest.bin"), _guest);
        CommandRun run = await feed.DotnetAsync(directory, "run");
        Assert.True(run is { ExitCode: 0 } && run.Output.EndsWith('!'), run.Transcript);

        (await feed.DotnetAsync(directory, "publish", "-o", "out")).Succeeded();
        string program = Assert.Single(Directory.GetFileSystemEntries(Path.Combine(directory, "out")));
        CommandRun native = await CommandRun.Of(directory, feed.Variables, program);
        Assert.True(native is { ExitCode: 0, Output: "!" }, native.Transcript);
        CommandRun sections = (await CommandRun.Of(directory, feed.Variables, "readelf", "-SW", program)).Succeeded();
        Assert.Matches(@"\.kvm\.guest +PROGBITS .* 4096\n", sections.Output);
    }
}
