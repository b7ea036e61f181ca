namespace KvmSdk.Generators.Tests;

/// <summary>Compares generated files with the ones kept beside the tests; <c>UPDATE_SNAPSHOTS=1</c> writes them.</summary>
internal static class Snapshot
{
    public static void Matches(string name, GeneratorRun run)
    {
        string directory = Path.Combine(GeneratorRun.Metadata("ProjectDirectory"), "Snapshots", name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }

            Directory.CreateDirectory(directory);
            foreach ((string file, string text) in run.Files)
            {
                File.WriteAllText(Path.Combine(directory, file), text);
            }
        }

        Assert.True(Directory.Exists(directory), $"no snapshot '{name}'; run the test once with UPDATE_SNAPSHOTS=1 and read what it writes");
        Assert.Equal(Directory.GetFiles(directory).Select(Path.GetFileName).Order(), run.Files.Keys.Order());
        foreach ((string file, string text) in run.Files)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(directory, file)), text);
        }
    }
}
