// Why by hand over Utf8JsonReader: the keys are the machine's, known only at run time, and every mistake is told with the line
// and column of the very key or value. The reader's own messages are not used: a trimmed program may not carry them.

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KvmSdk.CommandLine;

/// <summary>Reads one configuration file: a JSON object whose keys are the machine's settings.</summary>
/// <param name="path">The file's path, for messages.</param>
/// <param name="table">The keys that there are.</param>
internal sealed class ConfigurationReader(string path, OptionTable table)
{
    private readonly Dictionary<CommandOption, (string Text, string Source)> _values = [];

    /// <summary>The settings in <paramref name="bytes"/>.</summary>
    /// <exception cref="UsageException">The text is not such an object; the message has line and column.</exception>
    public IReadOnlyDictionary<CommandOption, (string Text, string Source)> Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> utf8 = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        RequireUtf8(utf8);
        var reader = new Utf8JsonReader(utf8);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw Wrong(utf8, 0, "the file must be one JSON object; put the settings between { and }");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadSetting(utf8, ref reader);
            }

            // Anything but white space after the object is an error that only a further read finds.
            reader.Read();
            return _values;
        }
        catch (JsonException e)
        {
            throw NotJson(utf8, e);
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 alone: well-formed JSON, but no text.
            throw Wrong(utf8, (int)reader.TokenStartIndex, "the text holds an escape that is half a character; write the whole pair or the character itself", e);
        }
    }

    private void ReadSetting(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader)
    {
        int keyStart = (int)reader.TokenStartIndex;
        string key = reader.GetString() ?? "";
        CommandOption option = table.Keyed(key) ?? throw Wrong(utf8, keyStart,
            $"\"{key}\" is no setting of this machine; {Suggestion.For(key, table.Keys, $"the settings are {string.Join(", ", table.Keys)}")}");
        reader.Read();
        int valueStart = (int)reader.TokenStartIndex;
        string text = TextOf(option, ref reader) ?? throw Wrong(utf8, valueStart, $"\"{key}\" needs {WantedFor(option)}");
        if (!_values.TryAdd(option, (text, At(utf8, valueStart))))
        {
            throw Wrong(utf8, keyStart, $"\"{key}\" is given twice; give it once");
        }
    }

    /// <summary>The value as the text that the command line would give; null if its type is not the setting's.</summary>
    private static string? TextOf(CommandOption option, ref Utf8JsonReader reader)
    {
        Type type = option.ValueType;
        if (option.Property is null && ValueSyntax.IsNumber(type))
        {
            return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : null;
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number when ValueSyntax.IsNumber(type) => Encoding.ASCII.GetString(reader.ValueSpan),
            JsonTokenType.True when ValueSyntax.IsBoolean(type) => bool.TrueString,
            JsonTokenType.False when ValueSyntax.IsBoolean(type) => bool.FalseString,
            _ => null,
        };
    }

    private static string WantedFor(CommandOption option) => option.Property is null && ValueSyntax.IsNumber(option.ValueType)
        ? $"a whole number up to {int.MaxValue.ToString(CultureInfo.InvariantCulture)}, without quotes, such as 2"
        : ValueSyntax.Example(option.ValueType) ?? $"a text in quotes: \"{option.ValueName}\"";

    private void RequireUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return;
        }

        int index = 0;
        while (Rune.DecodeFromUtf8(utf8[index..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            index += length;
        }

        throw Wrong(utf8, index, "the file is not UTF-8 text; save it as UTF-8");
    }

    private UsageException NotJson(ReadOnlySpan<byte> utf8, JsonException e)
    {
        int index = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--)
        {
            index += utf8[index..].IndexOf((byte)'\n') + 1;
        }

        index = (int)Math.Min(index + (e.BytePositionInLine ?? 0), utf8.Length);
        string what = index == utf8.Length || Rune.DecodeFromUtf8(utf8[index..], out Rune found, out _) != System.Buffers.OperationStatus.Done
            ? "the JSON ends too early; a quote or a bracket is not closed"
            : $"the JSON goes wrong at {Show(found)}; check the commas, quotes and brackets there";
        return Wrong(utf8, index, what, e);
    }

    private static string Show(Rune found) => Rune.IsControl(found) ? $"the control character U+{found.Value:X4}" : $"'{found}'";

    private UsageException Wrong(ReadOnlySpan<byte> utf8, int index, string what, Exception? inner = null) => new($"{At(utf8, index)}: {what}", inner);

    private string At(ReadOnlySpan<byte> utf8, int index) => $"{path}:{TextPosition.Of(utf8, index)}";
}
