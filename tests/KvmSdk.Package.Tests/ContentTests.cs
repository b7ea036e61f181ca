using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;

namespace KvmSdk.Package.Tests;

/// <summary>What is in the packages: neither less than a user needs nor anything else.</summary>
[Collection(Packages.Name)]
public sealed class ContentTests(PackageFeed feed)
{
    private static readonly string[] _frame =
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "package/services/metadata/core-properties/nuget.psmdcp",
    ];

    [Fact]
    public void KvmSdk_has_the_runtime_what_the_compiler_loads_and_the_targets() => AssertEntries(
        "KvmSdk",
        "LICENSE",
        "README.md",
        "THIRD-PARTY-NOTICES.txt",
        "analyzers/dotnet/cs/KvmSdk.Analyzers.dll",
        "analyzers/dotnet/cs/KvmSdk.CodeFixes.dll",
        "analyzers/dotnet/cs/KvmSdk.Generators.dll",
        "analyzers/dotnet/cs/Scriban.Signed.dll",
        "buildTransitive/KvmSdk.FastStart.targets",
        "buildTransitive/KvmSdk.Images.targets",
        "buildTransitive/KvmSdk.targets",
        "lib/net10.0/KvmSdk.Boot.dll",
        "lib/net10.0/KvmSdk.Boot.xml",
        "lib/net10.0/KvmSdk.Devices.dll",
        "lib/net10.0/KvmSdk.Devices.xml",
        "lib/net10.0/KvmSdk.Interop.dll",
        "lib/net10.0/KvmSdk.Interop.xml",
        "lib/net10.0/KvmSdk.Model.dll",
        "lib/net10.0/KvmSdk.Model.xml",
        "lib/net10.0/KvmSdk.dll",
        "lib/net10.0/KvmSdk.xml",
        "tools/images/K4os.Compression.LZ4.dll",
        "tools/images/KvmSdk.Boot.dll",
        "tools/images/ZstdSharp.dll",
        "tools/images/kvm-images.deps.json",
        "tools/images/kvm-images.dll",
        "tools/images/kvm-images.runtimeconfig.json");

    [Theory]
    [InlineData("KvmSdk.Testing")]
    [InlineData("KvmSdk.Testing.Xunit")]
    [InlineData("KvmSdk.Testing.Xunit3")]
    public void The_packages_for_tests_have_one_assembly_each(string id) => AssertEntries(id, "README.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml");

    [Fact]
    public void KvmSdk_Templates_has_the_templates_stamped_with_this_version()
    {
        AssertEntries(
            "KvmSdk.Templates",
            "README.md",
            "content/kvm-appliance/.template.config/template.json",
            "content/kvm-appliance/Appliance.cs",
            "content/kvm-appliance/Guest.cs",
            "content/kvm-appliance/Kvm-Appliance.csproj",
            "content/kvm-appliance/Program.cs",
            "content/kvm-device/.template.config/template.json",
            "content/kvm-device/Kvm-Device.Tests/Greenhouse.cs",
            "content/kvm-device/Kvm-Device.Tests/Kvm-Device.Tests.csproj",
            "content/kvm-device/Kvm-Device.Tests/ThermometerTests.cs",
            "content/kvm-device/Kvm-Device.slnx",
            "content/kvm-device/Kvm-Device/Kvm-Device.csproj",
            "content/kvm-device/Kvm-Device/Thermometer.cs",
            "content/kvm-vm/.template.config/template.json",
            "content/kvm-vm/Guest.cs",
            "content/kvm-vm/Hello.cs",
            "content/kvm-vm/Kvm-Vm.csproj",
            "content/kvm-vm/Program.cs");
        Assert.Contains($"""<PackageReference Include="KvmSdk" Version="{feed.Version}" />""", feed.ReadText("KvmSdk.Templates", "content/kvm-vm/Kvm-Vm.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_packages_for_tests_bring_KvmSdk_with_its_generator()
    {
        Assert.Equal([("KvmSdk", feed.Version, "")], Dependencies("KvmSdk.Testing"));
        Assert.Contains(("KvmSdk.Testing", feed.Version, ""), Dependencies("KvmSdk.Testing.Xunit"));
        Assert.Contains(("KvmSdk.Testing", feed.Version, ""), Dependencies("KvmSdk.Testing.Xunit3"));
    }

    [Fact]
    public void Its_dependencies_are_what_its_assemblies_reference_in_the_pinned_versions()
    {
        XDocument versions = XDocument.Load(Repository.PathOf("Directory.Packages.props"));
        Dictionary<string, string> pinned = versions.Descendants("PackageVersion").ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Version")!.Value);
        string[] referenced = ["KvmSdk", "KvmSdk.Boot", "KvmSdk.Devices", "KvmSdk.Interop", "KvmSdk.Model"];
        var expected = referenced
            .SelectMany(project => XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj")).Descendants("PackageReference"))
            .Select(item => item.Attribute("Include")!.Value)
            .Order(StringComparer.Ordinal)
            .Select(id => (id, pinned[id], ""));
        Assert.Equal(expected, Dependencies("KvmSdk"));
    }

    [Fact]
    public void Every_package_says_its_licence_readme_and_version()
    {
        foreach (string id in feed.Ids())
        {
            XElement metadata = XDocument.Parse(feed.ReadText(id, $"{id}.nuspec")).Root!.Elements().Single(item => item.Name.LocalName == "metadata");
            string Value(string name) => metadata.Elements().SingleOrDefault(item => item.Name.LocalName == name)?.Value ?? $"{id} has no {name}";
            Assert.Equal(
                (id, feed.Version, "MIT", "README.md", "The KvmSdk founders"),
                (Value("id"), Value("version"), Value("license"), Value("readme"), Value("authors")));
            Assert.True(Value("description").Length is > 50 and < 300, Value("description"));
        }
    }

    [Fact]
    public void Symbols_of_every_assembly_are_packed_and_name_no_directory_of_the_machine_that_built_them()
    {
        foreach (string id in feed.Ids().Where(static id => id != "KvmSdk.Templates"))
        {
            string[] assemblies = [.. feed.Entries(id).Where(static entry => (Path.GetFileName(entry).StartsWith("KvmSdk", StringComparison.Ordinal) || Path.GetFileName(entry) == "kvm-images.dll") && entry.EndsWith(".dll", StringComparison.Ordinal))];
            Assert.Equal(assemblies.Select(static entry => Path.ChangeExtension(entry, ".pdb")), feed.Entries(id, "snupkg").Where(static entry => entry.EndsWith(".pdb", StringComparison.Ordinal)));
            using ZipArchive symbols = feed.Open(id, "snupkg");
            foreach (ZipArchiveEntry entry in symbols.Entries.Where(static entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)))
            {
                Assert.All(Documents(entry), static document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
            }
        }
    }

    private static string[] Documents(ZipArchiveEntry entry)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = entry.Open())
        {
            stream.CopyTo(bytes);
        }

        bytes.Position = 0;
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
        MetadataReader reader = provider.GetMetadataReader();

        // What a source generator of the SDK's adds has no file; its name begins with the generator's.
        string[] documents = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).Where(static name => Path.IsPathRooted(name))];
        Assert.NotEmpty(documents);
        return documents;
    }

    /// <summary>A package's dependencies: id, version, and what of it is kept from those who depend.</summary>
    private (string Id, string Version, string Exclude)[] Dependencies(string id) =>
    [
        .. XDocument.Parse(feed.ReadText(id, $"{id}.nuspec")).Descendants().Where(item => item.Name.LocalName == "dependency")
            .Select(item => (item.Attribute("id")!.Value, item.Attribute("version")!.Value, item.Attribute("exclude")?.Value ?? "")),
    ];

    private void AssertEntries(string id, params string[] entries) =>
        Assert.Equal([.. entries.Concat(_frame).Append($"{id}.nuspec").Order(StringComparer.Ordinal)], feed.Entries(id));
}
