using KvmSdk.Model.GuestDevices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Describes declarations that the generator implements.</summary>
internal static class PartialProperties
{
    /// <summary>The words that both parts of <paramref name="property"/> share.</summary>
    public static PartialProperty Describe(IPropertySymbol property)
    {
        List<string> modifiers = [SyntaxFacts.GetText(property.DeclaredAccessibility)];
        if (property.IsSealed)
        {
            modifiers.Add("sealed");
        }

        if (property.IsOverride)
        {
            modifiers.Add("override");
        }

        if (property.IsVirtual)
        {
            modifiers.Add("virtual");
        }

        if (property.IsRequired)
        {
            modifiers.Add("required");
        }

        return new(
            property.Name,
            string.Join(" ", modifiers.Where(word => word.Length > 0)),
            TypeShape.TextOf(property.Type),
            Accessor(property, property.GetMethod),
            Accessor(property, property.SetMethod));
    }

    private static string? Accessor(IPropertySymbol property, IMethodSymbol? accessor) => accessor switch
    {
        null => null,
        _ when accessor.DeclaredAccessibility == property.DeclaredAccessibility => "",
        _ => SyntaxFacts.GetText(accessor.DeclaredAccessibility) + " ",
    };
}
