namespace KvmSdk.Fuzz.Tests;

/// <summary>Every input of the corpora through its target, without a fuzzer: what once crashed stays repaired, and the targets stay able to fail.</summary>
[Collection("Fuzz")]
public sealed class CorpusTests
{
    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_input_of_the_corpus_runs_through_and_none_meets_the_planted_bug(string name)
    {
        FuzzTarget.IsPlanted = FuzzTarget.MetPlant = false;
        string[] files = Files("corpora", name);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            Exception? e = Record.Exception(() => FuzzTarget.Find(name).Run(File.ReadAllBytes(file)));
            Assert.True(e is null, $"{file}: {e}");
            Assert.False(FuzzTarget.MetPlant, $"{file} meets the planted bug by itself, which then proves nothing");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_seeds_run_through(string name) => Assert.All(FuzzTarget.Find(name).Seeds, seed => FuzzTarget.Find(name).Run(seed));

    /// <summary>The inputs are what the fuzzers found with <c>--planted</c>.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void A_planted_bug_is_met(string name)
    {
        byte[] input = File.ReadAllBytes(Assert.Single(Files("planted", name)));
        FuzzTarget.IsPlanted = true;
        try
        {
            Assert.Equal("the planted bug was met", Assert.Throws<InvalidOperationException>(() => FuzzTarget.Find(name).Run(input)).Message);
        }
        finally
        {
            FuzzTarget.IsPlanted = false;
        }

        FuzzTarget.Find(name).Run(input);
    }

    [Fact]
    public void There_is_no_corpus_without_a_target() =>
        Assert.Equal(FuzzTarget.All.Select(static target => target.Name), Directory.GetDirectories(Folder("corpora")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static string[] Files(string kind, string target)
    {
        string path = Path.Combine(Folder(kind), target);
        return Directory.Exists(path) ? Directory.GetFiles(path) : File.Exists(path) ? [path] : [];
    }

    private static string Folder(string kind)
    {
        string directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "KvmSdk.sln"))) directory = Path.GetDirectoryName(directory)!;
        return Path.Combine(directory, "tests", "fuzz", kind);
    }
}
