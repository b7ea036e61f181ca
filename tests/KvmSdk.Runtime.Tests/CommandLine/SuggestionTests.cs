using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class SuggestionTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("cpus", "cpus", 0)]
    [InlineData("cpus", "CPUS", 0)]
    [InlineData("cpu", "cpus", 1)]
    [InlineData("cpsu", "cpus", 1)]
    [InlineData("memroy", "memory", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Distance_counts_insertions_removals_replacements_and_swaps(string first, string second, int edits)
    {
        Assert.Equal(edits, Suggestion.Distance(first, second));
        Assert.Equal(edits, Suggestion.Distance(second, first));
    }

    [Fact]
    public void The_nearest_word_is_suggested_and_a_far_one_is_not()
    {
        string[] known = ["--cpus", "--memory", "--root-image"];
        Assert.Equal("--memory", Suggestion.Nearest("--memroy", known));
        Assert.Equal("--root-image", Suggestion.Nearest("--rootimage", known));
        Assert.Null(Suggestion.Nearest("--frobnicate", known));
        Assert.Null(Suggestion.Nearest("-x", known));
    }
}
