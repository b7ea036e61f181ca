using KvmSdk.Model.Spec;

namespace KvmSdk.Model.GuestDevices;

/// <summary>A declared register, or an array of them.</summary>
/// <param name="Member">The member that carries the attribute.</param>
/// <param name="Overload">Which of the members of that name, in order of declaration.</param>
/// <param name="Form">Which kind of member it is.</param>
/// <param name="ValueType">The value's type, as C# text that means the same in any file.</param>
/// <param name="Width">The value's width in bytes; 0 if a register cannot have that type.</param>
/// <param name="Offset">The offset of the first byte, as declared, unchecked.</param>
/// <param name="Count">The number of registers, as declared; null for a single one.</param>
/// <param name="Stride">Bytes from one register of an array to the next, as declared; null for the width.</param>
/// <param name="Access">What a guest may do, as declared.</param>
/// <param name="Reset">The value after reset, as declared; null for 0.</param>
public sealed record RegisterSpec(
    string Member,
    int Overload,
    RegisterForm Form,
    string ValueType,
    int Width,
    int Offset,
    int? Count,
    int? Stride,
    GuestAccess Access,
    ulong? Reset)
{
    /// <summary>Whether the member gives the guest a value.</summary>
    public bool HasGetter { get; init; }

    /// <summary>Whether the member takes a value of the guest's.</summary>
    public bool HasSetter { get; init; }

    /// <summary>Whether the device itself can set the value, be it by an accessor of its own.</summary>
    public bool IsAssignable { get; init; }

    /// <summary>Whether a value must be cast to and from a number: the type is an enumeration.</summary>
    public bool IsEnum { get; init; }

    /// <summary>The declaration to implement; null unless the storage is generated.</summary>
    public PartialProperty? Declaration { get; init; }

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => Form is RegisterForm.StorageArray or RegisterForm.IndexedMethod;

    /// <summary>Whether the generated half keeps its value.</summary>
    public bool HasStorage => Form is RegisterForm.Storage or RegisterForm.StorageArray;

    /// <summary>The number of registers.</summary>
    public int Length => IsArray ? Count ?? 1 : 1;

    /// <summary>Bytes from one register to the next.</summary>
    public int Step => IsArray ? Stride ?? Width : Width;

    /// <summary>The offset behind its last byte.</summary>
    public long End => Offset + ((long)(Length - 1) * Step) + Width;

    /// <summary>Whether a guest's read is answered.</summary>
    public bool IsReadable => Access == GuestAccess.Automatic ? HasGetter : Access != GuestAccess.WriteOnly;

    /// <summary>Whether a guest's write has an effect.</summary>
    public bool IsWritable => Access == GuestAccess.Automatic
        ? HasSetter
        : Access is GuestAccess.WriteOnly or GuestAccess.ReadWrite or GuestAccess.WriteOneToClear;

    /// <summary>The largest value that fits.</summary>
    public ulong Mask => Width >= 8 ? ulong.MaxValue : (1UL << (8 * Width)) - 1;
}
