using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>Guest RAM as the templates print it.</summary>
internal static class MemoryView
{
    /// <summary>The plan as C# text; what holds by default is left out.</summary>
    public static string PlanExpression(MemoryPlan memory)
    {
        string pages = memory.HugePages == HugePages.Automatic ? "" : $", HugePages: {PagesExpression(memory.HugePages)}";
        string prefault = memory.Prefault ? ", Prefault: true" : "";
        return $"new global::KvmSdk.Model.Plan.MemoryPlan({DeviceView.Text(memory.MiB)}{pages}{prefault})";
    }

    // A number cast to the enumeration is legal C#, and has no name.
    private static string PagesExpression(HugePages pages) => Enum.IsDefined(typeof(HugePages), pages)
        ? $"global::KvmSdk.Model.Spec.HugePages.{pages}"
        : $"(global::KvmSdk.Model.Spec.HugePages)({DeviceView.Text((int)pages)})";
}
