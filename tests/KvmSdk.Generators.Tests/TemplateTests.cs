using KvmSdk.Generators.Emission;

namespace KvmSdk.Generators.Tests;

public sealed class TemplateTests
{
    [Fact]
    public void Every_template_is_embedded_and_known() => Assert.Equal(["Acpi", "Definition", "Device", "DeviceFallback", "Fallback", "Layout", "Machine"], TemplateRenderer.Names);

    [Fact]
    public void A_template_that_names_a_missing_member_throws_instead_of_printing_nothing() =>
        Assert.ThrowsAny<Exception>(() => TemplateRenderer.Render("Layout", new { Name = "X" }));
}
