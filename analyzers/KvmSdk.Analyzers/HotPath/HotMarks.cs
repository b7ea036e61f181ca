using KvmSdk.Parser;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>The attributes that make a member hot. This is the one place that decides it.</summary>
/// <remarks>
/// An attribute is known by its full name, in whatever assembly it is declared. The parts of a user's device are hot unasked: the
/// generated decode calls registers from the vCPU loop, and they use bit fields and the interrupt.
/// </remarks>
internal static class HotMarks
{
    private static readonly string[] _attributes =
        [WellKnownNames.HotPathAttribute, WellKnownNames.RegisterAttribute, WellKnownNames.BitFieldAttribute, WellKnownNames.InterruptAttribute];

    /// <summary>Whether the compilation or something that it references declares one of them.</summary>
    public static bool AreKnownIn(Compilation compilation) => Array.Exists(_attributes, name => !compilation.GetTypesByMetadataName(name).IsEmpty);

    /// <summary>Whether the assembly declares one of them, so that something in it may carry it.</summary>
    public static bool AreDeclaredIn(IAssemblySymbol assembly) => Array.Exists(_attributes, name => assembly.GetTypeByMetadataName(name) is not null);

    /// <summary>Whether <paramref name="symbol"/> itself carries one of them.</summary>
    public static bool Has(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            foreach (string name in _attributes)
            {
                if (attribute.AttributeClass.Is(name))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
