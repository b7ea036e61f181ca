namespace KvmSdk;

/// <summary>Declares the initial RAM disk that the machine's Linux kernel finds, on a property of type <see cref="GuestImage"/>, which may be null.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class InitrdAttribute : Attribute;
