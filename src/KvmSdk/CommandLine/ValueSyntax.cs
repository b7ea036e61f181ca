namespace KvmSdk.CommandLine;

/// <summary>How a value of a property's type is written, in the shortest form that help can print.</summary>
internal static class ValueSyntax
{
    /// <summary>The syntax for a type; <c>VALUE</c> where the SDK does not know it.</summary>
    public static string Of(Type type)
    {
        Type value = Underlying(type);
        return value == typeof(GuestImage) ? "PATH"
            : value == typeof(DiskImage) ? "raw:PATH[,ro][,cache=...][,limit=...][,engine=...][,serial=TEXT]|qcow2:PATH[,ro][,limit=...][,serial=TEXT][,backing=DISK]"
            : value == typeof(Entropy) ? "host[,limit=RATE]"
            : value == typeof(NetBackend) ? "tap:NAME[,vhost=on]|passt[,tcp=PORT:PORT]|passt:PATH|program|none[,mac=ADDRESS][,receive=LIMIT][,send=LIMIT]"
            : value == typeof(RateLimit) ? "10MiB/s+500op/s|none"
            : value == typeof(Balloon) ? "SIZE"
            : value == typeof(HostDirectory) ? "dir:PATH[,ro][,uid=N][,gid=N]"
            : value == typeof(VsockBackend) ? "unix:PATH|program|vhost[,cid=NUMBER]"
            : value == typeof(Terminal) ? "standard|none|file:PATH"
            : value == typeof(DebugExit) ? "qemu|value"
            : value == typeof(PanicPolicy) ? "stop|report"
            : value == typeof(GenerationId) ? "new|GUID"
            : value == typeof(BootMarker) ? "silent|print"
            : value == typeof(bool) ? "true|false"
            : IsNumber(value) ? "NUMBER"
            : "VALUE";
    }

    /// <summary>Whether JSON may write such a value as a number.</summary>
    public static bool IsNumber(Type type) => Type.GetTypeCode(Underlying(type)) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>Whether JSON may write such a value as <c>true</c> or <c>false</c>.</summary>
    public static bool IsBoolean(Type type) => Underlying(type) == typeof(bool);

    /// <summary>The words for a value of a type of .NET, or null for other types.</summary>
    public static string? Example(Type type) => IsNumber(type) ? "a number, such as 2" : IsBoolean(type) ? "true or false" : null;

    /// <summary>The type's name, for people.</summary>
    public static string NameOf(Type type) => Underlying(type).Name;

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
