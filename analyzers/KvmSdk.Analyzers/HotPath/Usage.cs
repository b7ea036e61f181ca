using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath;

/// <summary>What is done with a property, a field or an element at one place.</summary>
internal static class Usage
{
    /// <summary>Whether its value is read there, and whether it is written.</summary>
    public static (bool IsRead, bool IsWritten) Of(IOperation place) => place.Parent switch
    {
        ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == place => (false, true),
        ICompoundAssignmentOperation assignment when assignment.Target == place => (true, true),
        ICoalesceAssignmentOperation assignment when assignment.Target == place => (true, true),
        IIncrementOrDecrementOperation => (true, true),
        ITupleOperation tuple when IsDeconstructedInto(tuple) => (false, true),
        _ => (true, false),
    };

    private static bool IsDeconstructedInto(IOperation tuple) => tuple.Parent switch
    {
        ITupleOperation outer => IsDeconstructedInto(outer),
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        _ => false,
    };
}
