using KvmSdk.Model.Layout;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;
using KvmSdk.Parser;

namespace KvmSdk.Generators.Emission;

/// <summary>A shared memory as the templates print it: every value is finished C# text.</summary>
internal sealed class SharedMemoryView
{
    private SharedMemoryView(SharedMemorySpec memory, AddressRange? range)
    {
        Name = memory.Property;
        Access = memory.Type.Visibility == SharedTypeVisibility.Public ? "public" : "internal";
        Handle = $"global::{WellKnownNames.SharedMemory.Remove(WellKnownNames.SharedMemory.IndexOf('`'))}<{memory.Type.FullName}>";
        HasHandle = memory.Type.Visibility != SharedTypeVisibility.None;
        Noun = "RAM that the guest shares";
        Place = range is { } place ? place.ToString() : "";
        Arguments = $"host, \"{Name}\", Layout.{Name}.Address, Layout.{Name}.Size, definition.{Name}";
        Constants =
        [
            new("ulong", "Address", DeviceView.Hex(range?.Base ?? 0, 8), "Its guest-physical address."),
            new("int", "Size", DeviceView.Hex(range?.Size ?? 0, 4), "The bytes set aside, in whole pages."),
        ];
        PlanExpression = range is { } planned ? $"new(\"{Name}\", new({DeviceView.Hex(planned.Base, 8)}, {DeviceView.Hex(planned.Size, 4)}))" : "";
    }

    public string Name { get; }

    /// <summary>Who sees it: whoever sees its type.</summary>
    public string Access { get; }

    public string Handle { get; }

    /// <summary>Whether there can be a handle of the type; where not, the machine is broken.</summary>
    public bool HasHandle { get; }

    public string Noun { get; }

    /// <summary>Where it lies, for a comment.</summary>
    public string Place { get; }

    /// <summary>The arguments of the handle's constructor.</summary>
    public string Arguments { get; }

    public IReadOnlyList<ConstantView> Constants { get; }

    public string PlanExpression { get; }

    public static SharedMemoryView From(SharedMemorySpec memory, MachinePlan? plan) =>
        new(memory, plan?.SharedMemories.First(planned => planned.Name == memory.Property).Range);
}
