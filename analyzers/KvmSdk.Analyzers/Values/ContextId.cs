using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.Values;

/// <summary>The context id of a socket device that the source spells out: in its value, or, if that has none, in its attribute.</summary>
/// <param name="Cid">The id.</param>
/// <param name="IsOfValue">Whether the value has it, so that specifications, which are compared with each other, do not.</param>
internal readonly record struct ContextId(uint Cid, bool IsOfValue)
{
    /// <summary>The id of a device.</summary>
    /// <param name="property">The device's property.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Null if it is no socket device, nothing is spelled out, or no guest could have it.</returns>
    public static ContextId? Of(IPropertySymbol property, ConfigurationValue value)
    {
        if (PropertyAttribute.Of(property)?.Name != "Vsock" || FactoryCall.IsRefused(value))
        {
            return null;
        }

        ContextId? found = value.Argument<uint>("cid") is not 0 and var own ? new(own, IsOfValue: true)
            : AttributeArguments.Of(property, WellKnownNames.VsockAttribute).UInt32("Cid") is { } declared ? new(declared, IsOfValue: false)
            : null;
        return found is { } id && VsockChecks.CheckCid(property.Name, id.Cid) is null ? id : null;
    }
}
