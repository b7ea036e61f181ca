using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Rules;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Reads the members of one device: registers, bit fields, the interrupt.</summary>
internal sealed class DeviceMemberParser(List<Violation> violations)
{
    public List<RegisterSpec> Registers { get; } = [];

    public List<BitFieldSpec> Fields { get; } = [];

    public List<PartialProperty> Interrupts { get; } = [];

    public List<PartialProperty> Partials { get; } = [];

    public void Parse(ISymbol member, int overload)
    {
        AttributeData? register = AttributeArguments.Find(member, WellKnownNames.RegisterAttribute);
        AttributeData? field = AttributeArguments.Find(member, WellKnownNames.BitFieldAttribute);
        AttributeData? interrupt = AttributeArguments.Find(member, WellKnownNames.InterruptAttribute);
        if ((register ?? field ?? interrupt) is null)
        {
            return;
        }

        if (member is IPropertySymbol { IsPartialDefinition: true, IsStatic: false, IsIndexer: false } definition)
        {
            Partials.Add(PartialProperties.Describe(definition));
        }

        if (register is not null)
        {
            if (RegisterParser.WhyNoRegister(member) is string problem)
            {
                Report(GuestDeviceRules.RegisterShape, member, overload, problem);
            }
            else if (RegisterParser.Parse(member, overload, new(register)) is { } spec)
            {
                Registers.Add(spec);
            }
        }

        if (field is not null && member is IPropertySymbol property)
        {
            ParseField(property, overload, new(field));
        }

        if (interrupt is not null && member is IPropertySymbol line)
        {
            ParseInterrupt(line, overload);
        }
    }

    private void ParseField(IPropertySymbol property, int overload, AttributeArguments arguments)
    {
        if (property.Type.TypeKind == TypeKind.Error)
        {
            return;
        }

        if (!property.IsPartialDefinition || property.IsStatic || property.IsIndexer)
        {
            Report(GuestDeviceRules.FieldShape, property, overload, "is no partial instance property");
            return;
        }

        ITypeSymbol type = ValueTypes.Underlying(property.Type);
        int bits = type.SpecialType == SpecialType.System_Boolean ? 1 : 8 * ValueTypes.Width(property.Type);
        Fields.Add(new(arguments.String("register") ?? "", arguments.Int32("bit") ?? 0, arguments.Int32("Width") ?? 1, PartialProperties.Describe(property), bits));
    }

    private void ParseInterrupt(IPropertySymbol property, int overload)
    {
        string? problem = property switch
        {
            { Type.TypeKind: TypeKind.Error } => "", // C# reports it.
            { IsPartialDefinition: false } => "is not partial",
            { IsStatic: true } => "is static",
            { SetMethod: not null } => "has a setter",
            _ when !property.Type.Is(WellKnownNames.InterruptLine) => $"has the type '{property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'",
            _ => null,
        };
        if (problem is null)
        {
            Interrupts.Add(PartialProperties.Describe(property));
        }
        else if (problem.Length > 0)
        {
            Report(GuestDeviceRules.InterruptShape, property, overload, problem);
        }
    }

    private void Report(Rule rule, ISymbol member, int overload, string problem) =>
        violations.Add(new(rule, new Target(TargetKind.PropertyName, member.Name, Overload: overload), [member.Name, problem]));
}
