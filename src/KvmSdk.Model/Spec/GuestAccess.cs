namespace KvmSdk.Model.Spec;

/// <summary>What a guest may do with a register.</summary>
public enum GuestAccess
{
    /// <summary>What the member offers: a getter can be read, a setter written. An accessor less accessible than its property is the device's own.</summary>
    Automatic,

    /// <summary>The guest reads; what it writes is dropped.</summary>
    ReadOnly,

    /// <summary>The guest writes; what it reads is all ones.</summary>
    WriteOnly,

    /// <summary>The guest reads and writes.</summary>
    ReadWrite,

    /// <summary>The guest reads, and clears the bits that it writes as ones: for interrupt status.</summary>
    WriteOneToClear,

    /// <summary>The guest's read gives the value and puts the register back to its reset value; writes are dropped.</summary>
    ReadToClear,
}
