using System.Text;
using KvmSdk.CommandLine;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class ConfigurationReaderTests
{
    private static IReadOnlyDictionary<CommandOption, (string Text, string Source)> Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    private static IReadOnlyDictionary<CommandOption, (string Text, string Source)> Read(byte[] json) =>
        new ConfigurationReader("vm.json", SampleMachine.Table()).Read(json);

    [Fact]
    public void Every_kind_of_setting_is_read_with_its_place()
    {
        var values = Read(
            """
            {
              "cpus": 2, "memoryMiB": 256,
              "rootImage": "größe/ro\u006ft.img",
              "retries": 7,
              "verbose": true
            }
            """).ToDictionary(pair => pair.Key.Key, pair => pair.Value);
        Assert.Equal(("2", "vm.json:2:11"), values["cpus"]);
        Assert.Equal(("256", "vm.json:2:27"), values["memoryMiB"]);
        Assert.Equal(("größe/root.img", "vm.json:3:16"), values["rootImage"]);
        Assert.Equal(("7", "vm.json:4:14"), values["retries"]);
        Assert.Equal(("True", "vm.json:5:14"), values["verbose"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData(" \n {} \n")]
    [InlineData("\uFEFF{}")]
    public void An_empty_object_sets_nothing(string json) => Assert.Empty(Read(json));

    [Theory]
    [InlineData("", "1:1: the JSON ends too early; a quote or a bracket is not closed")]
    [InlineData("{", "1:2: the JSON ends too early; a quote or a bracket is not closed")]
    [InlineData("{\n  \"cpus\": 2", "2:12: the JSON ends too early; a quote or a bracket is not closed")]
    [InlineData("{\"rootImage\": \"x", "1:17: the JSON ends too early; a quote or a bracket is not closed")]
    [InlineData("{\"cpus\": 2,}", "1:12: the JSON goes wrong at '}'; check the commas, quotes and brackets there")]
    [InlineData("{\n\n  \"cpus\" 2}", "3:10: the JSON goes wrong at '2'; check the commas, quotes and brackets there")]
    [InlineData("{ // no comments\n}", "1:3: the JSON goes wrong at '/'; check the commas, quotes and brackets there")]
    [InlineData("{cpus: 2}", "1:2: the JSON goes wrong at 'c'; check the commas, quotes and brackets there")]
    [InlineData("{} {}", "1:4: the JSON goes wrong at '{'; check the commas, quotes and brackets there")]
    [InlineData("{\"größe\": 1}", "1:2: \"größe\" is no setting of this machine; the settings are cpus, memoryMiB, hugePages, prefault, profile, rootImage, console, retries, verbose")]
    [InlineData("{\"retries\": 1, \"rootImage\": \"ö\" x}", "1:33: the JSON goes wrong at 'x'; check the commas, quotes and brackets there")]
    [InlineData("{\"rootImage\": \"a\tb\"}", "1:17: the JSON goes wrong at the control character U+0009; check the commas, quotes and brackets there")]
    public void Bad_JSON_is_told_with_line_and_column(string json, string message)
    {
        UsageException e = Assert.Throws<UsageException>(() => Read(json));
        Assert.Equal("vm.json:" + message, e.Message);
    }

    [Theory]
    [InlineData("[]", "1:1: the file must be one JSON object; put the settings between { and }")]
    [InlineData("{\n  \"cpu\": 2\n}", "2:3: \"cpu\" is no setting of this machine; did you mean 'cpus'?")]
    [InlineData("{\"Cpus\": 2}", "1:2: \"Cpus\" is no setting of this machine; did you mean 'cpus'?")]
    [InlineData("{\"cpus\": 1,\n \"cpus\": 1}", "2:2: \"cpus\" is given twice; give it once")]
    [InlineData("{\"cpus\": \"2\"}", "1:10: \"cpus\" needs a whole number up to 2147483647, without quotes, such as 2")]
    [InlineData("{\"cpus\": 2.5}", "1:10: \"cpus\" needs a whole number up to 2147483647, without quotes, such as 2")]
    [InlineData("{\"cpus\": 99999999999}", "1:10: \"cpus\" needs a whole number up to 2147483647, without quotes, such as 2")]
    [InlineData("{\"memoryMiB\": null}", "1:15: \"memoryMiB\" needs a whole number up to 2147483647, without quotes, such as 2")]
    [InlineData("{\"rootImage\": 5}", "1:15: \"rootImage\" needs a text in quotes: \"PATH\"")]
    [InlineData("{\"rootImage\": {\"path\": 1}}", "1:15: \"rootImage\" needs a text in quotes: \"PATH\"")]
    [InlineData("{\"console\": [\"none\"]}", "1:13: \"console\" needs a text in quotes: \"standard|none|file:PATH\"")]
    [InlineData("{\"retries\": true}", "1:13: \"retries\" needs a number, such as 2")]
    [InlineData("{\"verbose\": 1}", "1:13: \"verbose\" needs true or false")]
    [InlineData("{\"rootImage\": \"\\ud800\"}", "1:15: the text holds an escape that is half a character; write the whole pair or the character itself")]
    public void A_wrong_setting_is_told_with_line_and_column(string json, string message)
    {
        UsageException e = Assert.Throws<UsageException>(() => Read(json));
        Assert.Equal("vm.json:" + message, e.Message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_found_where_they_stand()
    {
        byte[] json = [.. "{\n \"rootImage\": \"ö"u8, 0xF6, .. "\"}"u8];
        UsageException e = Assert.Throws<UsageException>(() => Read(json));
        Assert.Equal("vm.json:2:17: the file is not UTF-8 text; save it as UTF-8", e.Message);
    }
}
