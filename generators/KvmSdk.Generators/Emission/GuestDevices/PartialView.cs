using KvmSdk.Model.GuestDevices;

namespace KvmSdk.Generators.Emission.GuestDevices;

/// <summary>The implementing part of a declared property.</summary>
/// <param name="Declaration">All before the accessors.</param>
/// <param name="Get">The getter's expression; null if there is none.</param>
/// <param name="Set">The setter's statement without its semicolon; null if there is none.</param>
/// <param name="GetAccess">The getter's own accessibility, with a space behind it.</param>
/// <param name="SetAccess">The setter's.</param>
internal sealed record PartialView(string Declaration, string? Get, string? Set, string GetAccess, string SetAccess)
{
    private const string Throw = "throw Invalid()";

    public bool HasGet => Get is not null;

    public bool HasSet => Set is not null;

    public static string Signature(PartialProperty property) =>
        $"{(property.Modifiers.Length == 0 ? "" : property.Modifiers + " ")}partial {property.Type} {property.Name}";

    public static PartialView Throwing(PartialProperty property) => Of(property, Throw, Throw);

    public static PartialView Interrupt(PartialProperty property) => Of(property, "_deviceInterrupt", "");

    /// <summary>A bit field: it shifts and masks its register.</summary>
    public static PartialView Field(BitFieldSpec field, RegisterSpec register)
    {
        string mask = Number(field.Mask);
        string shift = DeviceView.Text(field.Bit);
        string get = field.IsBoolean
            ? $"((ulong){field.Register} & {mask}) != 0"
            : $"({field.Declaration.Type})(((ulong){field.Register} & {mask}) >> {shift})";
        string value = field.IsBoolean ? $"(value ? {mask} : 0UL)" : $"(((ulong)value << {shift}) & {mask})";
        return Of(field.Declaration, get, $"{field.Register} = ({register.ValueType})(((ulong){field.Register} & {Number(register.Mask & ~field.Mask)}) | {value})");
    }

    internal static string Number(ulong value) => DeviceView.Hex(value, 1) + "UL";

    private static PartialView Of(PartialProperty property, string get, string set) => new(
        Signature(property), property.Getter is null ? null : get, property.Setter is null ? null : set, property.Getter ?? "", property.Setter ?? "");
}
