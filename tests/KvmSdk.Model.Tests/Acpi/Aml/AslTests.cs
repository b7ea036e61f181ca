using KvmSdk.Model.Acpi.Aml;

namespace KvmSdk.Model.Tests.Acpi.Aml;

public sealed class AslTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(1, "01")]
    [InlineData(2, "0A02")]
    [InlineData(0xFF, "0AFF")]
    [InlineData(0x100, "0B0001")]
    [InlineData(0xFFFF, "0BFFFF")]
    [InlineData(0x1_0000, "0C00000100")]
    [InlineData(0xFFFF_FFFF, "0CFFFFFFFF")]
    [InlineData(0x1_0000_0000, "0E0000000001000000")]
    [InlineData(ulong.MaxValue - 1, "0EFEFFFFFFFFFFFFFF")]
    [InlineData(ulong.MaxValue, "FF")]
    public void An_integer_takes_the_shortest_form(ulong value, string encoded) => Assert.Equal(encoded, Hex(Asl.Integer(value)));

    [Theory]
    [InlineData("PNP0501", "0C41D00501")]
    [InlineData("PNP0B00", "0C41D00B00")]
    [InlineData("PNP0303", "0C41D00303")]
    [InlineData("ZZZFFFF", "0C6B5AFFFF")]
    public void A_plug_and_play_id_is_compressed(string id, string encoded) => Assert.Equal(encoded, Hex(Asl.EisaId(id)));

    [Fact]
    public void A_string_ends_in_a_zero() => Assert.Equal("0D4C4E524F3030303500", Hex(Asl.Text("LNRO0005")));

    [Fact]
    public void A_package_counts_its_elements() =>
        Assert.Equal("1207040A05000000", Hex(Asl.Package(Asl.Integer(5), Asl.Integer(0), Asl.Integer(0), Asl.Integer(0))));

    [Fact]
    public void A_device_holds_names_and_a_scope_holds_devices()
    {
        AmlTerm device = Asl.Device("COM1", Asl.Name("_UID", Asl.Integer(0)));
        Assert.Equal("5B820B434F4D31085F55494400", Hex(device));
        Assert.Equal("10125F53425F5B820B434F4D31085F55494400", Hex(Asl.Scope("_SB", device)));
    }

    [Fact]
    public void A_method_notifies_if_its_argument_is_equal()
    {
        AmlTerm method = Asl.SerializedMethod("_EVT", 1, Asl.If(Asl.Equal(Asl.Argument(0), Asl.Integer(23)), Asl.Notify("VGEN", 0x80)));
        Assert.Equal("14135F45565409" + "A00C93680A17" + "865647454E0A80", Hex(method));
        Assert.Equal("6E", Hex(Asl.Argument(6)));
    }

    [Fact]
    public void Resources_end_in_an_end_tag()
    {
        Assert.Equal("11050A027900", Hex(Asl.ResourceTemplate()));
        AmlTerm all = Asl.ResourceTemplate(Resource.Io(0x3F8, 8), Resource.Memory32Fixed(new(0xD000_0000, 0x1000)), Resource.Interrupt(23));
        Assert.Equal("11220A1F" + "4701F803F8030108" + "86090001000000D000100000" + "890600030117000000" + "7900", Hex(all));
    }

    [Theory]
    [InlineData("_S5", "5F53355F")]
    [InlineData("_SB.C000", "2E5F53425F43303030")]
    [InlineData("A.B.CD", "2F03415F5F5F425F5F5F43445F5F")]
    public void A_name_is_padded_and_a_path_is_counted(string path, string encoded) =>
        Assert.Equal(encoded, Convert.ToHexString(NameString.Encode(path)));

    [Theory]
    [InlineData("")]
    [InlineData("COM10")]
    [InlineData("com1")]
    [InlineData("1COM")]
    [InlineData("_SB.")]
    [InlineData("CÖM")]
    public void What_is_no_name_is_refused(string path) => Assert.Throws<ArgumentException>(() => NameString.Encode(path));

    private static string Hex(AmlTerm term) => Convert.ToHexString(term.Bytes);
}
