// Why a serialisation-only, source-generated context: no reflection survives trimming, and the writer's fast path is all that
// an answer needs.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KvmSdk.CommandLine.Doctor;
using KvmSdk.CommandLine.Inspect;

namespace KvmSdk.CommandLine;

/// <summary>How the program's JSON answers are written.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InspectDocument))]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class JsonDocuments : JsonSerializerContext
{
    // Names are shown as they are: the text goes to a terminal or a parser, never into HTML.
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document as indented JSON, ended by a line feed.</summary>
    public static string Write<T>(T document, JsonTypeInfo<T> type)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
        {
            JsonSerializer.Serialize(writer, document, type);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
