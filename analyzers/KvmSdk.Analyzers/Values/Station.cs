using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Values;

/// <summary>The address of a network device that the source spells out: in its value, or, if that has none, in its attribute.</summary>
/// <param name="Address">The address.</param>
/// <param name="IsOfValue">Whether the value has it, which the planner does not see.</param>
internal readonly record struct Station(MacAddress Address, bool IsOfValue)
{
    /// <summary>The address of a device.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="value">Its value; null if only a run can tell it, and so whether the attribute's address counts.</param>
    /// <returns>Null if it is no network device, nothing is spelled out, or no station could have it.</returns>
    public static Station? Of(IPropertySymbol property, ConfigurationValue? value)
    {
        if (value is null || PropertyAttribute.Of(property)?.Name != "Net" || FactoryCall.IsRefused(value))
        {
            return null;
        }

        return value.Argument<string>("mac") is { } own ? Read(own, isOfValue: true)
            : AttributeArguments.Of(property, WellKnownNames.NetAttribute).String("Mac") is { } declared ? Read(declared, isOfValue: false)
            : null;
    }

    private static Station? Read(string text, bool isOfValue) =>
        MacAddress.TryParse(text, out MacAddress address) && MacChecks.WhyNobodys(address) is null ? new(address, isOfValue) : null;
}
