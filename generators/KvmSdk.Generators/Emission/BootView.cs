using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using Microsoft.CodeAnalysis.CSharp;

namespace KvmSdk.Generators.Emission;

/// <summary>A boot source as the templates print it: its property, what it is, and its one constant.</summary>
internal sealed record BootView(string Property, string Noun, ConstantView Constant)
{
    /// <summary>The view of a declared source; a broken machine has the constant's name but no value.</summary>
    public static BootView From(BootSpec boot, bool isValid) => boot.Kind != BootKind.FlatImage
        ? new(boot.Property, boot.Kind == BootKind.LinuxKernel ? "The Linux kernel that the machine starts" : "The Multiboot kernel that the machine starts",
            new("string", "CommandLine", SymbolDisplay.FormatLiteral(isValid ? boot.CommandLine : "", quote: true), "Its command line as declared."))
        : new(boot.Property, "The image that the machine starts from",
            new("ulong", "LoadAddress", DeviceView.Hex(isValid ? boot.LoadAddress : 0, 8), "The guest-physical address of its first byte."));

    /// <summary>The plan as C# text.</summary>
    public static string PlanExpression(BootPlan boot)
    {
        string start = $"new global::KvmSdk.Model.Plan.BootPlan(global::KvmSdk.Model.Spec.BootKind.{boot.Kind}, \"{boot.Property}\", {DeviceView.Hex(boot.LoadAddress, 8)}";
        return boot.Kind switch
        {
            BootKind.LinuxKernel => $"{start}, {Literal(boot.CommandLine)}, \"{boot.Initrd}\", {EntryExpression(boot.Entry)})",
            BootKind.MultibootKernel => $"{start}, {Literal(boot.CommandLine)}){ModulesExpression(boot)}",
            _ => start + ")",
        };
    }

    private static string ModulesExpression(BootPlan boot) => boot.Modules.Count == 0
        ? ""
        : $" {{ Modules = [{string.Join(", ", boot.Modules.Select(static module => $"new(\"{module.Property}\", {Literal(module.CommandLine)})"))}] }}";

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    // A number cast to the enumeration is legal C#, and has no name.
    private static string EntryExpression(KernelEntry entry) => Enum.IsDefined(typeof(KernelEntry), entry)
        ? $"global::KvmSdk.Model.Spec.KernelEntry.{entry}"
        : $"(global::KvmSdk.Model.Spec.KernelEntry)({DeviceView.Text((int)entry)})";

    /// <summary>The call that puts the image into the guest's memory.</summary>
    public static string LoadStatement(BootPlan boot) => boot.Kind switch
    {
        BootKind.LinuxKernel => $"host.LoadLinuxKernel(definition.{boot.Property}, {(boot.Initrd.Length == 0 ? "null" : "definition." + boot.Initrd)}, AcpiTables, AcpiCpuLists);",
        BootKind.MultibootKernel => $"host.LoadMultibootKernel(definition.{boot.Property}, [{string.Join(", ", boot.Modules.Select(static module => "definition." + module.Property))}], AcpiTables, AcpiCpuLists);",
        _ => $"host.LoadFlatImage(\"{boot.Property}\", definition.{boot.Property}, {DeviceView.Hex(boot.LoadAddress, 8)});",
    };
}
