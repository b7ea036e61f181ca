namespace KvmSdk.Runtime.Tests.Configuration;

/// <summary>Disk images as texts: what is read is what would be written, and nothing is guessed.</summary>
public sealed class DiskImageTests
{
    public static TheoryData<string, DiskImage> Texts => new()
    {
        { "raw:disk.img", DiskImage.Raw("disk.img") },
        { "raw:a,b.img,ro,serial=X,Y", DiskImage.Raw("a,b.img", readOnly: true, serial: "X,Y") },
        { "raw:disk.img,backing=raw:b", DiskImage.Raw("disk.img,backing=raw:b") },
        { "qcow2:disk.qcow2", DiskImage.Qcow2("disk.qcow2") },
        { "qcow2:disk.qcow2,ro,serial=D-1", DiskImage.Qcow2("disk.qcow2", readOnly: true, serial: "D-1") },
        { "qcow2:a,ro,serial=D,backing=raw:b", DiskImage.Qcow2("a", readOnly: true, serial: "D", backing: DiskImage.Raw("b")) },
        { "qcow2:a,backing=qcow2:b,backing=raw:c,ro", DiskImage.Qcow2("a", backing: DiskImage.Qcow2("b", backing: DiskImage.Raw("c", readOnly: true))) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_an_image_and_back(string text, DiskImage image)
    {
        Assert.Equal(image, DiskImage.Parse(text, null));
        Assert.Equal(text, image.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk.img")]
    [InlineData("qcow:disk.img")]
    [InlineData("qcow2:")]
    [InlineData("qcow2:,ro")]
    [InlineData("qcow2:a,backing=")]
    [InlineData("qcow2:a,backing=b")]
    [InlineData("qcow2:a,backing=raw:a")]
    [InlineData("qcow2:a,serial=")]
    public void Anything_else_is_none(string text)
    {
        Assert.False(DiskImage.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => DiskImage.Parse(text, null));
    }
}
