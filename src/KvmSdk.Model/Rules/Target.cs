// Why: Model knows no Roslyn and the generator must hold no locations, yet a squiggle must stand under the one wrong
// argument. A target names the place; the analyzer turns it into a location, the runtime into an option's name.

namespace KvmSdk.Model.Rules;

/// <summary>Which part of a declaration a <see cref="Target"/> names.</summary>
public enum TargetKind
{
    /// <summary>The machine's name in its declaration.</summary>
    MachineName,

    /// <summary>An attribute on the machine, or one argument of it.</summary>
    MachineAttribute,

    /// <summary>A property's name.</summary>
    PropertyName,

    /// <summary>A property's type.</summary>
    PropertyType,

    /// <summary>A property's initial value.</summary>
    PropertyValue,

    /// <summary>An attribute on a property, or one argument of it.</summary>
    PropertyAttribute,

    /// <summary>An argument of a call that makes a configuration value, inside a machine or not.</summary>
    FactoryArgument,
}

/// <summary>A place in the declaration of a machine or a device.</summary>
/// <param name="Kind">Which part of the declaration.</param>
/// <param name="Property">The property's or other member's name; empty for the machine or device itself.</param>
/// <param name="Attribute">The attribute's name without the suffix, e.g. <c>Serial</c>; empty where no attribute is meant.</param>
/// <param name="Argument">The argument's name, e.g. <c>Irq</c>; empty for the attribute as a whole.</param>
/// <param name="Text">The part of the argument's text, e.g. <c>console=ttyS1</c>; empty for all of it.</param>
/// <param name="Overload">Which of the members of that name, in order of declaration: methods may share one.</param>
public sealed record Target(TargetKind Kind, string Property = "", string Attribute = "", string Argument = "", string Text = "", int Overload = 0)
{
    /// <summary>The machine's name.</summary>
    public static Target Machine { get; } = new(TargetKind.MachineName);

    /// <summary>An argument of an attribute on the machine.</summary>
    public static Target OfMachine(string attribute, string argument = "") => new(TargetKind.MachineAttribute, "", attribute, argument);

    /// <summary>The name of property <paramref name="property"/>, or of another member.</summary>
    public static Target NameOf(string property) => new(TargetKind.PropertyName, property);

    /// <summary>The type of property <paramref name="property"/>.</summary>
    public static Target TypeOf(string property) => new(TargetKind.PropertyType, property);

    /// <summary>The initial value of property <paramref name="property"/>.</summary>
    public static Target ValueOf(string property) => new(TargetKind.PropertyValue, property);

    /// <summary>Parameter <paramref name="parameter"/> of the factory that was called.</summary>
    public static Target OfFactory(string parameter) => new(TargetKind.FactoryArgument, Argument: parameter);

    /// <summary>An argument of an attribute on property <paramref name="property"/>.</summary>
    public static Target OfProperty(string property, string attribute, string argument = "") =>
        new(TargetKind.PropertyAttribute, property, attribute, argument);

    /// <summary>An argument of an attribute on one of the members called <paramref name="member"/>.</summary>
    public static Target OfMember(string member, int overload, string attribute, string argument = "") =>
        new(TargetKind.PropertyAttribute, member, attribute, argument, Overload: overload);
}
