using KvmSdk.Model.GuestDevices;
using Microsoft.CodeAnalysis;

namespace KvmSdk.Parser.GuestDevices;

/// <summary>Names that the generated half of a device declares.</summary>
internal static class DeviceReservedNames
{
    private static readonly HashSet<string> _members = ["Registers", "CHeader", "Enter", "ResetRegisters", "_deviceLock", "_deviceInterrupt", "Invalid"];

    /// <summary>The members of <paramref name="type"/> whose names are taken, with the words for a message.</summary>
    public static IEnumerable<(string Kind, string Name)> Taken(INamedTypeSymbol type, GuestDeviceSpec device)
    {
        if (HasGeneratedHalf(type))
        {
            yield break;
        }

        HashSet<string> storage = [.. device.Registers.Where(register => register.HasStorage).Select(register => StorageOf(register.Member))];
        foreach (ISymbol member in type.GetMembers())
        {
            // A method of another signature may stand beside the generated one; it would only confuse, so the name is taken whole.
            if (!member.IsImplicitlyDeclared
                && (_members.Contains(member.Name) || storage.Contains(member.Name) || (ReservedNames.IsKeyword(member.Name) && IsPart(member))))
            {
                yield return (MachineParser.KindOf(member), member.Name);
            }
        }
    }

    /// <summary>Whether generated code calls the member: it would have to write the name with an @.</summary>
    private static bool IsPart(ISymbol member) => GuestDeviceParser.Has(member, WellKnownNames.RegisterAttribute)
        || GuestDeviceParser.Has(member, WellKnownNames.BitFieldAttribute) || GuestDeviceParser.Has(member, WellKnownNames.InterruptAttribute);

    /// <summary>The field that keeps a register's value.</summary>
    public static string StorageOf(string register) => "_register" + register;

    /// <summary>A device of another assembly has them all, being compiled already.</summary>
    private static bool HasGeneratedHalf(INamedTypeSymbol type) => type.Interfaces.Any(@interface => @interface.ToDisplayString() == WellKnownNames.GuestDevice);
}
