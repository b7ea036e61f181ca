// Why functions of values: the length of every AML package stands before its content, so content is encoded first. Written
// this way, a table's source also reads like the ACPI source language (ASL) that it stands for.

using System.Text;

namespace KvmSdk.Model.Acpi.Aml;

/// <summary>Constructs of ASL as AML terms (ACPI 6.5, chapter 20 "ACPI Machine Language Specification").</summary>
internal static class Asl
{
    /// <summary>Opens an existing scope, to declare objects in it.</summary>
    public static AmlTerm Scope(string name, params AmlTerm[] content) => Sized([0x10], [.. NameString.Encode(name), .. Join(content)]);

    /// <summary>Declares a device and the objects in it.</summary>
    public static AmlTerm Device(string name, params AmlTerm[] content) => Sized([0x5B, 0x82], [.. NameString.Encode(name), .. Join(content)]);

    /// <summary>Declares a named value.</summary>
    public static AmlTerm Name(string name, AmlTerm value) => new([0x08, .. NameString.Encode(name), .. value.Bytes]);

    /// <summary>A package: a list of at most 255 values.</summary>
    public static AmlTerm Package(params AmlTerm[] elements) => Sized([0x12], [checked((byte)elements.Length), .. Join(elements)]);

    /// <summary>A buffer of bytes.</summary>
    public static AmlTerm Buffer(byte[] bytes) => Sized([0x11], [.. Integer((ulong)bytes.Length).Bytes, .. bytes]);

    /// <summary>
    /// A buffer of resource descriptors, ended by an end tag (6.4.2.9). Its checksum is 0, which means that there is none to
    /// check: it is what ASL compilers write, and the table's own checksum covers it.
    /// </summary>
    public static AmlTerm ResourceTemplate(params Resource[] resources) => Buffer([.. resources.SelectMany(resource => resource.Bytes), 0x79, 0]);

    /// <summary>An ASCII string.</summary>
    public static AmlTerm Text(string text) => new([0x0D, .. Encoding.ASCII.GetBytes(text), 0]);

    /// <summary>An integer, in the shortest form.</summary>
    public static AmlTerm Integer(ulong value) => new(value switch
    {
        0 => [0x00],
        1 => [0x01],
        <= byte.MaxValue => [0x0A, (byte)value],
        <= ushort.MaxValue => new TableWriter().U8(0x0B).U16((ushort)value).ToArray(),
        <= uint.MaxValue => new TableWriter().U8(0x0C).U32((uint)value).ToArray(),
        ulong.MaxValue => [0xFF],
        _ => new TableWriter().U8(0x0E).U64(value).ToArray(),
    });

    /// <summary>A plug-and-play id such as <c>PNP0501</c>, compressed into an integer (ASL macro EISAID).</summary>
    /// <param name="id">Three capital letters and four hexadecimal digits.</param>
    public static AmlTerm EisaId(string id)
    {
        int vendor = ((id[0] - '@') << 10) | ((id[1] - '@') << 5) | (id[2] - '@');
        return new([0x0C, (byte)(vendor >> 8), unchecked((byte)vendor), Hex(id[3], id[4]), Hex(id[5], id[6])]);

        static byte Hex(char high, char low) => (byte)((Digit(high) << 4) | Digit(low));
        static int Digit(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;
    }

    /// <summary>A method that no two CPUs are in at once (20.2.5.2 "DefMethod"; sync level 0).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">How many arguments it takes, 0 to 7.</param>
    /// <param name="content">What it does.</param>
    public static AmlTerm SerializedMethod(string name, int arguments, params AmlTerm[] content) =>
        Sized([0x14], [.. NameString.Encode(name), (byte)(arguments | 0x08), .. Join(content)]);

    /// <summary>An argument of the method that is executed, from 0.</summary>
    public static AmlTerm Argument(int index) => new([(byte)(0x68 + index)]);

    /// <summary>Whether two values are equal.</summary>
    public static AmlTerm Equal(AmlTerm left, AmlTerm right) => new([0x93, .. left.Bytes, .. right.Bytes]);

    /// <summary>Does something if a value is not 0.</summary>
    public static AmlTerm If(AmlTerm condition, params AmlTerm[] content) => Sized([0xA0], [.. condition.Bytes, .. Join(content)]);

    /// <summary>Notifies a device, which is found from the place of the statement outwards.</summary>
    public static AmlTerm Notify(string device, byte value) => new([0x86, .. NameString.Encode(device), .. Integer(value).Bytes]);

    private static AmlTerm Sized(byte[] opcode, byte[] content) => new([.. opcode, .. PackageLength.Encode(content.Length), .. content]);

    private static IEnumerable<byte> Join(AmlTerm[] terms) => terms.SelectMany(term => term.Bytes);
}
