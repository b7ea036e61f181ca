using System.Text.Encodings.Web;
using System.Text.Json;
using KvmSdk.CommandLine;
using KvmSdk.CommandLine.Doctor;
using KvmSdk.CommandLine.Inspect;

namespace KvmSdk.Runtime.Tests.CommandLine;

/// <summary>The answers that are written by hand are what the serializer would have written of the documents: no member is left out or renamed.</summary>
public sealed class JsonDocumentsTests
{
    private static readonly JsonSerializerOptions s_serializer = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Everything_of_a_machine_is_written()
    {
        InspectDocument full = new(
            "Naïve <Machine>",
            new(2, 4),
            512,
            new("2M", true),
            new("linuxKernel", "Kernel", "0x100000", "console=ttyS0 \"quiet\"", "Initrd", "auto", ["First", "Second"]),
            true,
            [new("ram", "0x0", "0x1FFFFFFF", ulong.MaxValue, "RAM")],
            [
                new(
                    "Disk", "virtioBlock", false, [new("0x3F8", 8), new("0x80", 1)], new("0xD0000000", "0xD0000FFF", 4096), 5, new("02:00:00:00:00:01", 9000),
                    new(2, 256), new(4096), [new("Log", "log", 1)], "share", new(uint.MaxValue), new("0x4000000000", "0x40001FFFFF", 2097152)),
            ],
            [new("Root", "an image", "--root", "root", true, "disk.img", "--root")]);
        Assert.Equal(JsonSerializer.Serialize(full, s_serializer) + "\n", JsonDocuments.Write(full));
    }

    [Fact]
    public void What_a_machine_lacks_is_null_or_empty()
    {
        InspectDocument bare = new(
            "Bare",
            new(1, 1),
            16,
            new("none", false),
            new("flatImage", "Image", null, null, null, null, []),
            false,
            [],
            [new("Power", "acpiPower", true, [], null, null, null, null, null, null, null, null, null), new("Net", "virtioNet", false, [], null, null, new("02:00:00:00:00:01", null), null, null, null, null, null, null)],
            [new("Image", "a program", "--image", "image", false, null, null)]);
        Assert.Equal(JsonSerializer.Serialize(bare, s_serializer) + "\n", JsonDocuments.Write(bare));
    }

    [Fact]
    public void Everything_the_doctor_found_is_written()
    {
        DoctorDocument document = new(false, [new("kvm", "failure", "there is no /dev/kvm", "load the module"), new("cpu", "ok", "a CPU", null)]);
        Assert.Equal(JsonSerializer.Serialize(document, s_serializer) + "\n", JsonDocuments.Write(document));
    }
}
