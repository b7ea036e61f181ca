using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KvmSdk.Interop.Tests.Abi;

/// <summary>Everything the interop assembly claims about the ABI, found by reflection so that nothing can be forgotten.</summary>
internal static class AbiTable
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All public types of the assembly, nested ones included.</summary>
    public static IEnumerable<Type> Types => typeof(KvmIoctl).Assembly.GetTypes().Where(t => t.IsVisible);

    /// <summary>Structs that C has under a name of its own.</summary>
    public static IEnumerable<Type> Structs => Types.Where(t => t.IsValueType && !t.IsEnum && !t.IsNested);

    public static IEnumerable<AbiFact> All() =>
        [.. Structs.SelectMany(OfStruct), .. Types.SelectMany(ConstantsOf), .. Ioctls(), .. Prototypes()];

    private static IEnumerable<AbiFact> OfStruct(Type type)
    {
        string c = AbiExceptions.TypeNames.GetValueOrDefault(type, "struct " + type.Name);
        yield return new AbiFact(AbiKind.StructSize, type.Name, $"sizeof({c})", SizeOf(type));
        foreach (AbiFact fact in FieldsOf(type, c, type.Name, "", 0))
        {
            yield return fact;
        }

        foreach (MethodInfo method in type.GetMethods(Static).Where(m => m.ReturnType.IsPointer && m.IsPublic))
        {
            yield return FlexibleArray(type, c, method);
        }
    }

    // Nested types are C's unnamed structures and unions: reached by the path of the field, not by a name.
    private static IEnumerable<AbiFact> FieldsOf(Type type, string c, string name, string path, ulong start)
    {
        foreach (FieldInfo field in type.GetFields(Instance))
        {
            string member = path + field.Name, label = $"{name}.{field.Name}";
            ulong offset = start + OffsetOf(type, field);
            string lvalue = $"(({c} *)0)->{member}";
            yield return new AbiFact(AbiKind.FieldOffset, label, $"offsetof({c}, {member})", offset);
            yield return new AbiFact(AbiKind.FieldSize, label, $"sizeof({lvalue})", SizeOf(field.FieldType));

            Type fieldType = field.FieldType.IsEnum ? field.FieldType.GetEnumUnderlyingType() : field.FieldType;
            Type? element = ElementOf(fieldType);
            if (element is not null)
            {
                yield return new AbiFact(AbiKind.FieldSize, label + "[0]", $"sizeof({lvalue}[0])", SizeOf(element));
            }
            else if (fieldType.IsPrimitive && fieldType != typeof(nint))
            {
                ulong signed = fieldType == typeof(int) || fieldType == typeof(short) || fieldType == typeof(long) ? 1UL : 0UL;
                yield return new AbiFact(AbiKind.FieldSign, label, $"(__typeof__({lvalue}))-1 < 0", signed);
            }

            Type inner = element ?? fieldType;
            if (inner.IsNested && !inner.IsPrimitive)
            {
                string prefix = member + (element is null ? "." : "[0].");
                foreach (AbiFact fact in FieldsOf(inner, c, label, prefix, offset))
                {
                    yield return fact;
                }
            }
        }
    }

    // A static function from T* to an element pointer stands for C's flexible array member of the same name.
    private static AbiFact FlexibleArray(Type type, string c, MethodInfo method)
    {
        const int somewhere = 0x10000;
        unsafe
        {
            // SAFETY: the functions only add to the pointer; nothing is read through it.
            object at = Pointer.Box((void*)somewhere, type.MakePointerType());
            void* end = Pointer.Unbox((Pointer)method.Invoke(null, [at])!);
            return new AbiFact(AbiKind.FieldOffset, $"{type.Name}.{method.Name}[]", $"offsetof({c}, {method.Name})", (ulong)end - somewhere);
        }
    }

    private static IEnumerable<AbiFact> ConstantsOf(Type type) =>
        from field in type.GetFields(Static)
        where field.IsLiteral && field.FieldType != typeof(string)
        select new AbiFact(AbiKind.Constant, $"{NameOf(type)}.{field.Name}", field.Name, Extend(field.GetRawConstantValue()!));

    private static IEnumerable<AbiFact> Ioctls() =>
        from type in new[] { typeof(KvmIoctl), typeof(VhostIoctl) }
        from property in type.GetProperties(Static)
        select new AbiFact(AbiKind.IoctlNumber, property.Name, property.Name, (uint)property.GetValue(null)!);

    private static IEnumerable<AbiFact> Prototypes() =>
        from method in typeof(Libc).GetMethods(Static)
        let function = FunctionOf(method)
        where function is not null && !AbiExceptions.Prototypes.ContainsKey(function)
        let parameters = string.Join(", ", method.GetParameters().Select(p => CTypeOf(p.ParameterType)).DefaultIfEmpty("void"))
        let prototype = $"{CTypeOf(method.ReturnType)} ({parameters})"
        let expression = $"__builtin_types_compatible_p(__typeof__({function}), {prototype})"
        select new AbiFact(AbiKind.Prototype, $"{method.Name}: {prototype}", expression, 1);

    // Null unless the method calls into the C library. The source generator's inner functions repeat what their outer one declares.
    private static string? FunctionOf(MethodInfo method) =>
        method.Name.StartsWith('<') ? null
        : method.GetCustomAttribute<LibraryImportAttribute>() is { } import ? import.EntryPoint ?? method.Name
        : method.GetCustomAttribute<DllImportAttribute>()?.EntryPoint;

    private static string CTypeOf(Type type) =>
        type.IsPointer ? (type == typeof(byte*) ? "char *" : CTypeOf(type.GetElementType()!) + " *")
        : type == typeof(void) ? "void"
        : type == typeof(short) ? "short"
        : type == typeof(int) ? "int"
        : type == typeof(uint) ? "unsigned int"
        : type == typeof(long) || type == typeof(nint) ? "long"
        : type == typeof(ulong) || type == typeof(nuint) ? "unsigned long"
        : AbiExceptions.TypeNames.GetValueOrDefault(type, "struct " + type.Name);

    private static string NameOf(Type type) => type.DeclaringType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;

    private static Type? ElementOf(Type type) =>
        type.GetCustomAttribute<InlineArrayAttribute>() is null
            ? null
            : type.GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)[0].FieldType;

    private static ulong Extend(object value) => value switch
    {
        ulong u => u,
        uint u => u,
        ushort u => u,
        byte u => u,
        _ => (ulong)Convert.ToInt64(value, null),
    };

    private static ulong SizeOf(Type type) => Emit(il => il.Emit(OpCodes.Sizeof, type));

    // As the compiled code sees it: address of the field less address of the structure.
    private static ulong OffsetOf(Type type, FieldInfo field) => Emit(il =>
    {
        LocalBuilder local = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
    });

    private static ulong Emit(Action<ILGenerator> body)
    {
        var method = new DynamicMethod("measure", typeof(ulong), [], typeof(AbiTable).Module, skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Conv_U8);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<ulong>>()();
    }
}
