using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KvmSdk;

/// <summary>The texts given for a machine's instance properties, by the property's name.</summary>
/// <param name="texts">Property name to text, and where the text came from (e.g. <c>--console</c>), for messages.</param>
public sealed class InstanceValues(IReadOnlyDictionary<string, (string Text, string Source)> texts)
{
    /// <summary>No values at all.</summary>
    public static InstanceValues Empty { get; } = new(new Dictionary<string, (string Text, string Source)>());

    /// <summary>The value of a property that must be given.</summary>
    /// <exception cref="InstanceValueException">It is not given, or its text does not parse.</exception>
    public T Required<T>(string property)
        where T : IParsable<T> =>
        TryGet<T>(property, out var value) ? value : throw new InstanceValueException(property, $"'{property}' needs a value");

    /// <summary>The value of a property, if one is given.</summary>
    /// <exception cref="InstanceValueException">The text does not parse.</exception>
    public bool TryGet<T>(string property, [MaybeNullWhen(false)] out T value)
        where T : IParsable<T>
    {
        if (!texts.TryGetValue(property, out var given))
        {
            value = default;
            return false;
        }

        try
        {
            value = T.Parse(given.Text, CultureInfo.InvariantCulture);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InstanceValueException(property, $"{given.Source}: {e.Message}", e);
        }
    }
}
