using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.GuestDevices;

/// <summary>Holds a device's registers to the rules.</summary>
internal sealed class RegisterChecks(GuestDeviceSpec device)
{
    private const string Attribute = "Register";

    /// <summary>The registers as they would lie if every suggestion were taken, so that no two are offered the same place.</summary>
    private readonly List<RegisterSpec> _suggested = [];

    public static void Check(GuestDeviceSpec device, List<Violation> violations) => new RegisterChecks(device).Check(violations);

    private void Check(List<Violation> violations)
    {
        List<RegisterSpec> placed = [];
        foreach (RegisterSpec register in device.Registers)
        {
            Violation? problem = CheckType(register) ?? CheckArray(register) ?? CheckPlace(register) ?? CheckOverlap(register, placed);
            if (problem is null)
            {
                placed.Add(register);
            }
            else
            {
                violations.Add(problem);
            }

            // A value that does not suit the member is a mistake of its own, wherever the register lies.
            if (CheckAccess(register) is { } access)
            {
                violations.Add(access);
            }

            if (CheckReset(register) is { } reset)
            {
                violations.Add(reset);
            }
        }
    }

    private Violation? CheckType(RegisterSpec register)
    {
        bool isPort = device.Bus == GuestDeviceBus.Ports;
        if (register.Width > 0 && !(isPort && register.Width > 4))
        {
            return null;
        }

        string types = isPort ? "byte, ushort or uint (an I/O instruction moves at most 4 bytes)" : "byte, ushort, uint or ulong";
        return new(GuestDeviceRules.RegisterType, Place(register), [register.Member, register.ValueType.Replace("global::", ""), types]);
    }

    private static Violation? CheckArray(RegisterSpec register)
    {
        if (!register.IsArray)
        {
            string? argument = register.Count is not null ? "Count" : register.Stride is not null ? "Stride" : null;
            return argument is null ? null : new(
                GuestDeviceRules.BadArray,
                Place(register, argument),
                [argument, $"{register.Count ?? register.Stride}", register.Member, "has no effect on a single register", $"remove it, or make '{register.Member}' a partial 'Span<T>' property or a method with 'int index'"]);
        }

        if (register.Length < 1)
        {
            return new(GuestDeviceRules.BadArray, Place(register, "Count"),
                ["Count", $"{register.Count}", register.Member, "is not positive", "use 1 or more"], null, "1");
        }

        if (register.Step < register.Width || register.Step % register.Width != 0)
        {
            int step = Math.Max(register.Width, (int)Math.Min((register.Step + (long)register.Width - 1) / register.Width * register.Width, int.MaxValue - 7));
            return new(GuestDeviceRules.BadArray, Place(register, "Stride"),
                ["Stride", $"{register.Stride}", register.Member, $"is no multiple of its {register.Width} bytes", $"use {step}"], null, $"{step}");
        }

        return null;
    }

    private Violation? CheckPlace(RegisterSpec register)
    {
        if (register.Offset % register.Width != 0)
        {
            long? aligned = FreeOffset(register, (register.Offset + register.Width - 1L) / register.Width * register.Width);
            return new(GuestDeviceRules.RegisterMisaligned, Place(register, "offset"),
                [register.Member, $"{register.Width}", Hex(register.Offset), Remedy(aligned)], null, Suggestion(aligned));
        }

        if (register.Offset >= 0 && register.End <= device.Size)
        {
            return null;
        }

        long? free = FreeOffset(register);
        return new(GuestDeviceRules.RegisterOutside, Place(register, "offset"),
            [register.Member, Hex(register.Offset), Hex(register.End), Hex(device.Size), Remedy(free)], null, Suggestion(free));
    }

    private Violation? CheckOverlap(RegisterSpec register, List<RegisterSpec> placed)
    {
        if (placed.Find(other => Collide(register, other)) is not { } other)
        {
            return null;
        }

        long? free = FreeOffset(register);
        return new(GuestDeviceRules.RegistersOverlap, Place(register, "offset"),
            [register.Member, Hex(register.Offset), other.Member, Hex(other.Offset), Remedy(free)], Place(other, "offset"), Suggestion(free));
    }

    /// <summary>Whether one access would have two answers. A register only read and one only written may share a place, as in many a UART.</summary>
    private static bool Collide(RegisterSpec one, RegisterSpec other)
    {
        if (one.Offset >= other.End || other.Offset >= one.End || !SharesByte(one, other))
        {
            return false;
        }

        bool isPair = one.Offset == other.Offset && one.Width == other.Width && one.Step == other.Step && one.Length == other.Length;
        return !isPair || (one.IsReadable && other.IsReadable) || (one.IsWritable && other.IsWritable);
    }

    /// <summary>Registers of an array may leave room for those of another.</summary>
    private static bool SharesByte(RegisterSpec one, RegisterSpec other)
    {
        RegisterSpec shorter = one.Length <= other.Length ? one : other;
        RegisterSpec longer = shorter == one ? other : one;
        for (long i = 0; i < shorter.Length; i++)
        {
            long start = shorter.Offset + (i * shorter.Step);
            // The first register of the other that ends behind the start.
            long index = Math.Max(0, (start - longer.Offset - longer.Width + longer.Step) / longer.Step);
            if (index < longer.Length && longer.Offset + (index * longer.Step) < start + shorter.Width)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// An offset at which the register would collide with none, wherever that is declared or suggested: the preferred one, or else the lowest;
    /// null if there is no room.
    /// </summary>
    private long? FreeOffset(RegisterSpec register, long preferred = 0)
    {
        RegisterSpec[] others = [.. device.Registers.Where(other => other != register && other.Width > 0 && other.Length > 0 && other.Step > 0), .. _suggested];
        // Behind each of the others, and at the start: a free place begins at one of these, if anywhere.
        IEnumerable<long> candidates = others.Select(other => Math.Max(0, (other.End + register.Width - 1) / register.Width * register.Width)).Append(0)
            .Distinct().OrderBy(offset => offset).Prepend(preferred);
        foreach (long candidate in candidates.Where(candidate => candidate is >= 0 and <= int.MaxValue))
        {
            RegisterSpec moved = register with { Offset = (int)candidate };
            if (moved.End <= device.Size && !others.Any(other => Collide(moved, other)))
            {
                _suggested.Add(moved);
                return candidate;
            }
        }

        return null;
    }

    private static Violation? CheckAccess(RegisterSpec register)
    {
        bool needsGetter = register.Access is GuestAccess.ReadOnly or GuestAccess.ReadWrite or GuestAccess.WriteOneToClear or GuestAccess.ReadToClear;
        bool needsSetter = register.Access is GuestAccess.WriteOnly or GuestAccess.ReadWrite;
        bool needsAssignment = register.Access is GuestAccess.WriteOneToClear or GuestAccess.ReadToClear;
        string? missing = needsGetter && !register.HasGetter ? "getter"
            : (needsSetter && !register.HasSetter) || (needsAssignment && !register.IsAssignable) ? "setter"
            : null;
        return missing is null ? null : new(GuestDeviceRules.AccessImpossible, Place(register, "Access"), [register.Member, $"{register.Access}", missing]);
    }

    private static Violation? CheckReset(RegisterSpec register)
    {
        if (register.Reset is not ulong reset)
        {
            return null;
        }

        string value = reset.ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        if (!register.HasStorage)
        {
            return new(GuestDeviceRules.BadReset, Place(register, "Reset"),
                [value, register.Member, "has nowhere to go, because the register's storage is not generated", "make the property partial"]);
        }

        return register.Width == 0 || reset <= register.Mask ? null : new(GuestDeviceRules.BadReset, Place(register, "Reset"),
            [value, register.Member, $"does not fit into its {register.Width} bytes", $"use at most 0x{register.Mask:X}"], null, $"0x{reset & register.Mask:X}");
    }

    private static Target Place(RegisterSpec register, string argument = "") => Target.OfMember(register.Member, register.Overload, Attribute, argument);

    private static string Remedy(long? free) => free is long offset ? $"use {Hex(offset)}" : "make the device larger";

    private static string Suggestion(long? free) => free is long offset ? Hex(offset) : "";

    internal static string Hex(long value) => value < 0 ? $"-0x{-value:X}" : $"0x{value:X2}";
}
