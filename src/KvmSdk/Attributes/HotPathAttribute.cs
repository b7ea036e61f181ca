// Why the condition: the layers below mark their methods too, and reference nothing. This file is compiled into each of them as
// a type of its own, which nobody outside sees; whoever reads the mark goes by its full name, as with the framework's own
// attributes for trimming and for null.

namespace KvmSdk;

/// <summary>
/// Says that nothing in this member allocates, blocks, or reads a guest's memory twice: it runs between two instructions of a
/// guest. The analyzer holds the member to it (rules KVM0701 to KVM0740).
/// </summary>
/// <remarks>
/// On a type it stands for all members that the type declares, except a class's constructors, static constructors and finalizers. On a
/// virtual or interface member it holds for every override and implementation. A method with <c>[DoesNotReturn]</c> is where a hot path
/// ends: it may be called from one, and is not hot itself. On a method without a body (<c>[LibraryImport]</c>) it is its author's word.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface,
    Inherited = false)]
#if HOT_PATH_INTERNAL
internal sealed class HotPathAttribute : Attribute;
#else
public sealed class HotPathAttribute : Attribute;
#endif
