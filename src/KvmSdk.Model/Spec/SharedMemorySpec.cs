using KvmSdk.Model.Layout;

namespace KvmSdk.Model.Spec;

/// <summary>A declared piece of RAM that host and guest share, of one type.</summary>
/// <param name="Property">The property that declares it, and holds what lies there at start.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Address">The guest-physical address as declared, unchecked; null if none is.</param>
/// <param name="Size">The bytes to set aside as declared, unchecked; null for as many as the type has.</param>
public sealed record SharedMemorySpec(string Property, SharedTypeSpec Type, ulong? Address, int? Size)
{
    /// <summary>The attribute's name without the suffix.</summary>
    public const string Attribute = "SharedMemory";

    /// <summary>The most bytes that can be set aside, in whole pages: a number of bytes is an <see cref="int"/>.</summary>
    public const int MaxSize = int.MaxValue / (int)X86Layout.PageSize * (int)X86Layout.PageSize;
}

/// <summary>The type of a shared memory.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="FullName">Its name as C# text that means the same in any file.</param>
/// <param name="Visibility">Who can name it as the type of a <c>SharedMemory</c>.</param>
/// <param name="Size">Its bytes; 0 if there is a <paramref name="Problem"/>.</param>
/// <param name="Problem">Why it cannot lie in memory that a guest shares, as a part of a sentence; empty if it can.</param>
/// <param name="Remedy">What helps then.</param>
public sealed record SharedTypeSpec(string Name, string FullName, SharedTypeVisibility Visibility, int Size, string Problem = "", string Remedy = "");

/// <summary>Who can name a type as that of a <c>SharedMemory</c>.</summary>
public enum SharedTypeVisibility
{
    /// <summary>Nobody, or less than the machine's assembly: then there is a problem too.</summary>
    None,

    /// <summary>The machine's assembly.</summary>
    Internal,

    /// <summary>Everybody.</summary>
    Public,
}
