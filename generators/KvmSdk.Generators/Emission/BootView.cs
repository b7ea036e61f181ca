using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Generators.Emission;

/// <summary>A boot source as the templates print it: its property, what it is, and its one constant.</summary>
internal sealed record BootView(string Property, string Noun, ConstantView Constant)
{
    /// <summary>The view of a declared source; a broken machine has the constant's name but no value.</summary>
    public static BootView From(BootSpec boot, bool isValid) => boot.Kind == BootKind.LinuxKernel
        ? new(boot.Property, "The Linux kernel that the machine starts",
            new("string", "CommandLine", SymbolDisplay.FormatLiteral(isValid ? boot.CommandLine : "", quote: true), "Its command line as declared."))
        : new(boot.Property, "The image that the machine starts from",
            new("ulong", "LoadAddress", DeviceView.Hex(isValid ? boot.LoadAddress : 0, 8), "The guest-physical address of its first byte."));

    /// <summary>The plan as C# text.</summary>
    public static string PlanExpression(BootPlan boot)
    {
        string start = $"new global::KvmSdk.Model.Plan.BootPlan(global::KvmSdk.Model.Spec.BootKind.{boot.Kind}, \"{boot.Property}\", {DeviceView.Hex(boot.LoadAddress, 8)}";
        return boot.Kind == BootKind.LinuxKernel
            ? $"{start}, {SymbolDisplay.FormatLiteral(boot.CommandLine, quote: true)}, \"{boot.Initrd}\", {EntryExpression(boot.Entry)})"
            : start + ")";
    }

    // A number cast to the enumeration is legal C#, and has no name.
    private static string EntryExpression(KernelEntry entry) => Enum.IsDefined(typeof(KernelEntry), entry)
        ? $"global::KvmSdk.Model.Spec.KernelEntry.{entry}"
        : $"(global::KvmSdk.Model.Spec.KernelEntry)({DeviceView.Text((int)entry)})";

    /// <summary>The call that puts the image into the guest's memory.</summary>
    public static string LoadStatement(BootPlan boot)
    {
        return boot.Kind == BootKind.LinuxKernel
            ? $"host.LoadLinuxKernel(definition.{boot.Property}, {(boot.Initrd.Length == 0 ? "null" : "definition." + boot.Initrd)}, AcpiTables, AcpiCpuLists);"
            : $"host.LoadFlatImage(\"{boot.Property}\", definition.{boot.Property}, {DeviceView.Hex(boot.LoadAddress, 8)});";
    }
}
