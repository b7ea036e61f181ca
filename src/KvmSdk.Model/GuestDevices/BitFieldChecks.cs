using KvmSdk.Model.Rules;

namespace KvmSdk.Model.GuestDevices;

/// <summary>Holds a device's bit fields to the rules.</summary>
internal static class BitFieldChecks
{
    private const string Attribute = "BitField";

    public static void Check(GuestDeviceSpec device, List<Violation> violations)
    {
        List<BitFieldSpec> placed = [];
        foreach (BitFieldSpec field in device.Fields)
        {
            if (Find(device, field) is not { } register)
            {
                violations.Add(new(GuestDeviceRules.FieldWithoutRegister, Place(field, "register"), [field.Declaration.Name, field.Register, WhyNoRegister(device, field)]));
            }
            else if ((CheckShape(field, register) ?? CheckPlace(field, register) ?? CheckOverlap(field, register, placed)) is { } problem)
            {
                violations.Add(problem);
            }
            else
            {
                placed.Add(field);
            }
        }
    }

    /// <summary>The register that a field names, if it is one that can have fields.</summary>
    public static RegisterSpec? Find(GuestDeviceSpec device, BitFieldSpec field) =>
        device.Registers.FirstOrDefault(register => register.Member == field.Register && register.Form is RegisterForm.Property or RegisterForm.Storage);

    private static string WhyNoRegister(GuestDeviceSpec device, BitFieldSpec field) =>
        device.Registers.Any(register => register.Member == field.Register) ? "no single register with a value of its own" : $"no register of '{device.Name}'";

    private static Violation? CheckShape(BitFieldSpec field, RegisterSpec register)
    {
        string? problem = field switch
        {
            { TypeBits: 0 } => $"has the type '{field.Declaration.Type.Replace("global::", "")}'",
            { Declaration.Getter: null } => "has no getter",
            { Declaration.Setter: not null } when !register.IsAssignable => $"has a setter, and register '{register.Member}' has none",
            _ when !register.HasGetter => $"stands on register '{register.Member}', which has no getter",
            _ => null,
        };
        return problem is null ? null : new(GuestDeviceRules.FieldShape, Target.NameOf(field.Declaration.Name), [field.Declaration.Name, problem]);
    }

    private static Violation? CheckPlace(BitFieldSpec field, RegisterSpec register)
    {
        int registerBits = 8 * register.Width;
        bool isInside = field.Bit >= 0 && field.Width >= 1 && (long)field.Bit + field.Width <= registerBits;
        if (register.Width == 0 || (isInside && field.Width <= field.TypeBits))
        {
            return null;
        }

        (int bits, string of, string name) = isInside
            ? (field.TypeBits, "the type of", field.Declaration.Name)
            : (registerBits, "register", register.Member);
        string argument = isInside || field.Width < 1 ? "Width" : "bit";
        return new(GuestDeviceRules.FieldOutside, Place(field, argument),
            [field.Declaration.Name, $"{field.Width}", $"{field.Bit}", $"{bits}", of, name]);
    }

    private static Violation? CheckOverlap(BitFieldSpec field, RegisterSpec register, List<BitFieldSpec> placed)
    {
        if (register.Width == 0 || placed.Find(other => other.Register == field.Register && (other.Mask & field.Mask) != 0) is not { } other)
        {
            return null;
        }

        int free = other.Bit + other.Width;
        while (placed.Find(next => next.Register == field.Register && next.Bit < free + field.Width && next.Bit + next.Width > free) is { } next)
        {
            free = next.Bit + next.Width;
        }

        bool fits = free + field.Width <= 8 * register.Width;
        return new(GuestDeviceRules.FieldsOverlap, Place(field, "bit"),
            [field.Declaration.Name, $"{field.Mask & other.Mask:X}", register.Member, other.Declaration.Name, fits ? $"bit {free}" : "another register"],
            Place(other, "bit"),
            fits ? $"{free}" : "");
    }

    private static Target Place(BitFieldSpec field, string argument) => Target.OfProperty(field.Declaration.Name, Attribute, argument);
}
