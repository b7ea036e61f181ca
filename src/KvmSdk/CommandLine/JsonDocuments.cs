// Why by hand over Utf8JsonWriter: it is all that two answers need. A serializer brings its metadata, converters and the loader of
// types into every native program, a tenth of the whole, and every start pays for them.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KvmSdk.CommandLine.Doctor;
using KvmSdk.CommandLine.Inspect;

namespace KvmSdk.CommandLine;

/// <summary>How the program's JSON answers are written: indented, names in camel case, absent values as null, ended by a line feed.</summary>
internal static class JsonDocuments
{
    // Names are shown as they are: the text goes to a terminal or a parser, never into HTML.
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The answer of <c>doctor --json</c>.</summary>
    public static string Write(DoctorDocument document) => Write(document, static (writer, document) =>
    {
        writer.WriteBoolean("canRun", document.CanRun);
        WriteArray(writer, "checks", document.Checks, static (writer, check) =>
        {
            writer.WriteString("id", check.Id);
            writer.WriteString("status", check.Status);
            writer.WriteString("what", check.What);
            writer.WriteString("remedy", check.Remedy);
        });
    });

    /// <summary>The answer of <c>inspect --json</c>.</summary>
    public static string Write(InspectDocument document) => Write(document, InspectDocumentJson.Write);

    /// <summary>Writes an object as a property; null if there is none.</summary>
    public static void WriteObject<T>(Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        writer.WritePropertyName(name);
        WriteObject(writer, value, write);
    }

    /// <summary>Writes an array of objects as a property; null if there is none.</summary>
    public static void WriteArray<T>(Utf8JsonWriter writer, string name, T[]? values, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (values is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (T value in values)
        {
            WriteObject(writer, value, write);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a number as a property; null if there is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteObject<T>(Utf8JsonWriter writer, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
    }

    private static string Write<T>(T document, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_options))
        {
            WriteObject(writer, document, write);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
