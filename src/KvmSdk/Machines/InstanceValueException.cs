namespace KvmSdk;

/// <summary>A machine's property has no value where one is needed, or a text that does not parse. The message is one sentence for people.</summary>
public sealed class InstanceValueException : Exception
{
    /// <summary>Makes the exception for <paramref name="property"/>.</summary>
    public InstanceValueException(string property, string message, Exception? inner = null)
        : base(message, inner) => Property = property;

    /// <summary>The property's name.</summary>
    public string Property { get; }
}
