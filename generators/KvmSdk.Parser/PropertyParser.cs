using KvmSdk.Model;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;
using KvmSdk.Parser.GuestDevices;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser;

/// <summary>Reads the properties of one machine: devices, boot sources, and what options can set.</summary>
internal sealed class PropertyParser(List<Violation> violations)
{
    public List<DeviceSpec> Devices { get; } = [];

    public List<BootSpec> Boot { get; } = [];

    public List<string> Initrds { get; } = [];

    public List<MultibootModuleSpec> MultibootModules { get; } = [];

    public List<SharedMemorySpec> SharedMemories { get; } = [];

    public List<InstancePropertySpec> InstanceProperties { get; } = [];

    /// <summary>Whether there is a device of which no half can be generated, so that nothing can be wired to it.</summary>
    public bool HasUnusableDevice { get; private set; }

    public void Parse(IPropertySymbol property)
    {
        // The generated half names the property, which it can do for no other kind. A static one is no part of the definition, but what it
        // declares is meant: left out, it would be missed elsewhere.
        bool isNamed = property is { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true };
        bool isOrdinary = isNamed && !property.IsStatic;
        bool isValid = isOrdinary;
        PropertyAttribute? declared = null;
        foreach (AttributeData attribute in property.GetAttributes())
        {
            if (PropertyAttribute.Find(attribute) is not { } kind)
            {
                continue;
            }

            if (declared == kind)
            {
                continue; // C# reports the same attribute twice by itself.
            }

            if (declared is not null)
            {
                violations.Add(new(
                    DeviceRules.TwoDevicesOnOneProperty,
                    Target.OfProperty(property.Name, kind.Name),
                    [property.Name, declared.Name, kind.Name],
                    Target.OfProperty(property.Name, declared.Name)));
                continue;
            }

            declared = kind;
            isValid &= CheckDeclaration(property, kind, isOrdinary);
            if (isNamed)
            {
                kind.Read(property, new(attribute), this);
            }
        }

        if (!isNamed || (property.IsStatic && declared is null))
        {
            return;
        }

        bool isDevice = Devices.Exists(device => device.Name == property.Name || device.ConsolePorts.Any(port => port.Property == property.Name));
        bool isBoot = Boot.Exists(boot => boot.Property == property.Name);
        bool isShared = SharedMemories.Exists(memory => memory.Property == property.Name);
        if (ReservedNames.IsReserved(property.Name, isDevice || isBoot || isShared, isDevice || isShared))
        {
            violations.Add(new(DeviceRules.ReservedName, Target.NameOf(property.Name), ["Property", property.Name]));
        }

        if (isValid)
        {
            AddInstanceProperty(property, declared);
        }
    }

    /// <summary>Reports the properties whose options the SDK has itself; after all are read, because a kernel brings options of its own.</summary>
    public void CheckOptions()
    {
        bool hasKernel = Boot.Exists(boot => boot.Kind == BootKind.LinuxKernel);
        foreach (InstancePropertySpec property in InstanceProperties)
        {
            if (property.IsParsable && OptionNames.Taken(property.Name, hasKernel) is string option)
            {
                violations.Add(new(DeviceRules.OptionTaken, Target.NameOf(property.Name), [property.Name, option]));
            }
        }
    }

    /// <summary>Has a kernel without a command line print to the virtio console, where that is the only one; after all are read.</summary>
    public void ChooseDefaultConsole()
    {
        if (Devices.Exists(static device => device.Kind == DeviceKind.Console) && !Devices.Exists(static device => device.Kind == DeviceKind.Serial))
        {
            for (int i = 0; i < Boot.Count; i++)
            {
                Boot[i] = Boot[i].IsDefaultCommandLine ? Boot[i] with { CommandLine = BootSpec.HypervisorCommandLine } : Boot[i];
            }
        }
    }

    /// <summary>Reports an argument that others make meaningless.</summary>
    public void ReportWithoutEffect(string property, string attribute, string argument, string why) =>
        violations.Add(new(DeviceRules.ArgumentWithoutEffect, Target.OfProperty(property, attribute, argument), [argument, property, why]));

    /// <summary>Reports a property for a class that is no device.</summary>
    public void ReportNoDevice(IPropertySymbol property, INamedTypeSymbol type) =>
        violations.Add(new(DeviceRules.NotADevice, Target.TypeOf(property.Name), [type.Name, property.Name]));

    /// <summary>Adds a user's device of the class <paramref name="type"/>.</summary>
    public void AddCustom(INamedTypeSymbol type, DeviceSpec device)
    {
        Devices.Add(device);
        HasUnusableDevice |= !type.DeclaringSyntaxReferences.IsEmpty && !GuestDeviceDeclaration.Check(type, [], default);
    }

    /// <summary>Adds a named port to the machine's one device for them, which stands at the place of the first.</summary>
    public void AddConsolePort(ConsolePortSpec port, ulong? address, int? irq)
    {
        int at = Devices.FindIndex(static device => device.Kind == DeviceKind.ConsolePorts);
        if (at < 0)
        {
            Devices.Add(DeviceSpec.PortsOf(port, address, irq));
            return;
        }

        DeviceSpec device = Devices[at];
        Devices[at] = device with { ConsolePorts = device.ConsolePorts.Append(port).ToEquatableArray() };
        string why = $"because '{device.Name}' declares where the device of all console ports lies";
        if (address is not null)
        {
            ReportWithoutEffect(port.Property, ConsolePortSpec.Attribute, "Address", why);
        }

        if (irq is not null)
        {
            ReportWithoutEffect(port.Property, ConsolePortSpec.Attribute, "Irq", why);
        }
    }

    private bool CheckDeclaration(IPropertySymbol property, PropertyAttribute kind, bool isOrdinary)
    {
        // A type that does not resolve has its own C# error; a second one would only repeat it.
        if (property.Type.TypeKind == TypeKind.Error)
        {
            return false;
        }

        bool isOfUsersChoice = kind.PropertyType.Length == 0;
        if (!isOfUsersChoice && (!IsOf(property.Type, kind) || (property.NullableAnnotation == NullableAnnotation.Annotated && !kind.MayBeNull)))
        {
            violations.Add(new(
                DeviceRules.WrongPropertyType,
                Target.TypeOf(property.Name),
                [property.Name, kind.Name, Short(kind.PropertyType), property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)],
                null,
                kind.PropertyType == PropertyAttribute.OfAnyClass ? "" : $"global::{kind.PropertyType}")); // No repair could know which class.
            return false;
        }

        if (!isOrdinary || property is not { GetMethod: not null, SetMethod.IsInitOnly: true })
        {
            violations.Add(new(DeviceRules.PropertyWithoutInit, Target.NameOf(property.Name), [property.Name, kind.Name]));
            return false;
        }

        return true;
    }

    private void AddInstanceProperty(IPropertySymbol property, PropertyAttribute? declared)
    {
        if (property is not { DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public }
            || property.Type.TypeKind == TypeKind.Error)
        {
            return;
        }

        ITypeSymbol type = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : property.Type.WithNullableAnnotation(NullableAnnotation.None);
        bool isParsable = IsParsable(type);
        if (isParsable || property.IsRequired)
        {
            // Of most properties the type is known by now, and to print one costs more than all else here.
            string name = declared?.QualifiedPropertyType ?? TypeShape.TextOf(type);
            InstanceProperties.Add(new(property.Name, name, property.IsRequired, isParsable));
        }
    }

    private static bool IsOf(ITypeSymbol type, PropertyAttribute kind) =>
        kind.PropertyType == PropertyAttribute.OfAnyClass ? type.OriginalDefinition.Is(WellKnownNames.Device) : type.Is(kind.PropertyType);

    private static bool IsParsable(ITypeSymbol type)
    {
        foreach (INamedTypeSymbol @interface in type.AllInterfaces)
        {
            if (@interface is { Name: "IParsable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
                && SymbolEqualityComparer.Default.Equals(@interface.TypeArguments[0], type))
            {
                return true;
            }
        }

        return false;
    }

    private static string Short(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
