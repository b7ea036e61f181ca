using KvmSdk.Model.Acpi.Aml;

namespace KvmSdk.Model.Tests.Acpi.Aml;

public sealed class PackageLengthTests
{
    // 20.2.4: the length counts itself, so each form ends where content and form together leave its bits.
    [Theory]
    [InlineData(0, new byte[] { 0x01 })]
    [InlineData(0x3E, new byte[] { 0x3F })]
    [InlineData(0x3F, new byte[] { 0x41, 0x04 })]
    [InlineData(0xFFD, new byte[] { 0x4F, 0xFF })]
    [InlineData(0xFFE, new byte[] { 0x81, 0x00, 0x01 })]
    [InlineData(0xF_FFFC, new byte[] { 0x8F, 0xFF, 0xFF })]
    [InlineData(0xF_FFFD, new byte[] { 0xC1, 0x00, 0x00, 0x01 })]
    [InlineData(0x0FFF_FFFB, new byte[] { 0xCF, 0xFF, 0xFF, 0xFF })]
    public void A_length_takes_as_few_bytes_as_will_do(int content, byte[] encoded) => Assert.Equal(encoded, PackageLength.Encode(content));

    [Theory]
    [InlineData(-1)]
    [InlineData(0x0FFF_FFFC)]
    public void A_length_that_no_form_reaches_is_refused(int content) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PackageLength.Encode(content));

    [Fact]
    public void Every_length_up_to_the_third_form_decodes_to_itself()
    {
        for (int content = 0; content <= 0x1100; content++)
        {
            byte[] encoded = PackageLength.Encode(content);
            int following = encoded[0] >> 6;
            Assert.Equal(1 + following, encoded.Length);
            int length = following == 0 ? encoded[0] & 0x3F : encoded[0] & 0xF;
            for (int i = 1; i <= following; i++)
            {
                length |= encoded[i] << (4 + (8 * (i - 1)));
            }

            Assert.Equal(content + encoded.Length, length);
        }
    }
}
