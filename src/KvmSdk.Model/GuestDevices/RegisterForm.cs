namespace KvmSdk.Model.GuestDevices;

/// <summary>Which kind of member answers for a register.</summary>
public enum RegisterForm
{
    /// <summary>A property whose accessors the user wrote, or the compiler made.</summary>
    Property,

    /// <summary>A partial property, whose storage is generated.</summary>
    Storage,

    /// <summary>A partial property of type <c>Span&lt;T&gt;</c>: an array of registers whose storage is generated.</summary>
    StorageArray,

    /// <summary>A method that a read or a write calls.</summary>
    Method,

    /// <summary>A method that takes the index of an array's register first.</summary>
    IndexedMethod,
}
