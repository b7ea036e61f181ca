namespace KvmSdk;

/// <summary>Declares a device's interrupt: a partial property of type <see cref="InterruptLine"/> with a getter. A machine assigns the line.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class InterruptAttribute : Attribute;
