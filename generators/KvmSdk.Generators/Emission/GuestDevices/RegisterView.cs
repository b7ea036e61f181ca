using KvmSdk.Model.GuestDevices;
using KvmSdk.Model.Spec;
using KvmSdk.Parser.GuestDevices;

namespace KvmSdk.Generators.Emission.GuestDevices;

/// <summary>One arm of a device's decode.</summary>
/// <param name="Pattern">The offsets and the width.</param>
/// <param name="Statements">What is done; <c>value</c> is the value read or written.</param>
/// <param name="Comment">What answers.</param>
internal sealed record RegisterView(string Pattern, IReadOnlyList<string> Statements, string Comment)
{
    /// <summary>The arm for a guest's read.</summary>
    public static RegisterView Read(RegisterSpec register)
    {
        string place = PlaceOf(register);
        List<string> statements = register.Form switch
        {
            RegisterForm.Method => [$"value = (ulong){register.Member}();"],
            RegisterForm.IndexedMethod => [$"value = (ulong){register.Member}({Index(register)});"],
            _ => [$"value = (ulong){place};"],
        };
        if (register.Access == GuestAccess.ReadToClear)
        {
            statements.Add($"{place} = {ResetValue(register)};");
        }

        return new(PatternOf(register), statements, register.Member);
    }

    /// <summary>The arm for a guest's write.</summary>
    public static RegisterView Write(RegisterSpec register)
    {
        string place = PlaceOf(register);
        string statement = register.Form switch
        {
            RegisterForm.Method => $"{register.Member}(({register.ValueType})value);",
            RegisterForm.IndexedMethod => $"{register.Member}({Index(register)}, ({register.ValueType})value);",
            _ when register.Access == GuestAccess.WriteOneToClear => $"{place} = ({register.ValueType})((ulong){place} & ~value);",
            _ => $"{place} = ({register.ValueType})value;",
        };
        return new(PatternOf(register), [statement], register.Member);
    }

    /// <summary>The constants that name the offsets: one for each name, methods that share one apart if they lie apart.</summary>
    public static IEnumerable<ConstantView> Offsets(GuestDeviceSpec device)
    {
        Dictionary<string, int> names = [];
        foreach (RegisterSpec register in device.Registers)
        {
            string name = register.Member;
            if (names.TryGetValue(name, out int offset) && offset != register.Offset)
            {
                name += "At" + DeviceView.Hex((ulong)register.Offset, 2).Substring(2);
            }

            if (register.Offset >= 0 && !names.ContainsKey(name) && name != "Registers")
            {
                names.Add(name, register.Offset);
                yield return new("uint", name, DeviceView.Hex((ulong)register.Offset, 2), Describe(device, register));
            }
        }
    }

    /// <summary>The value after reset, of the register's type.</summary>
    public static string ResetValue(RegisterSpec register)
    {
        string number = DeviceView.Hex(register.Reset ?? 0, 1);
        return register.IsEnum || register.Width < 4 ? $"({register.ValueType}){number}" : number;
    }

    /// <summary>An array of the register's length.</summary>
    public static string FilledArray(RegisterSpec register, string value)
    {
        string array = $"new {register.ValueType}[{DeviceView.Text(register.Length)}]";
        return register.Reset is null or 0 ? array : $"global::System.Linq.Enumerable.ToArray(global::System.Linq.Enumerable.Repeat({value}, {DeviceView.Text(register.Length)}))";
    }

    private static string PlaceOf(RegisterSpec register) =>
        register.Form == RegisterForm.StorageArray ? $"{DeviceReservedNames.StorageOf(register.Member)}[{Index(register)}]" : register.Member;

    private static string Index(RegisterSpec register) =>
        $"(int)((offset - {DeviceView.Hex((ulong)register.Offset, 2)}) / {DeviceView.Text(register.Step)})";

    private static string PatternOf(RegisterSpec register)
    {
        string first = DeviceView.Hex((ulong)register.Offset, 2);
        string width = DeviceView.Text(register.Width);
        if (!register.IsArray)
        {
            return $"{first} when width == {width}";
        }

        string last = DeviceView.Hex((ulong)(register.End - register.Width), 2);
        return $">= {first} and <= {last} when width == {width} && (offset - {first}) % {DeviceView.Text(register.Step)} == 0";
    }

    private static string Describe(GuestDeviceSpec device, RegisterSpec register)
    {
        // A method that reads and one that writes may share name and place.
        RegisterSpec[] shared = [.. device.Registers.Where(other => other.Member == register.Member && other.Offset == register.Offset)];
        string access = (shared.Any(one => one.IsReadable), shared.Any(one => one.IsWritable), register.Access) switch
        {
            (_, _, GuestAccess.WriteOneToClear) => "read, write ones to clear",
            (_, _, GuestAccess.ReadToClear) => "a read clears it",
            (true, true, _) => "read and write",
            (true, _, _) => "read-only",
            _ => "write-only",
        };
        string array = register.IsArray ? $", {register.Length} of them, {register.Step} bytes apart" : "";
        return $"{8 * register.Width} bits, {access}{array}.";
    }
}
