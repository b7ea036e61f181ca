using KvmSdk.Model;

namespace KvmSdk.Generators.Emission;

/// <summary>Chooses the templates for a machine and names the files.</summary>
internal static class MachineEmitter
{
    /// <summary>The files of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="ambiguous">The names that need more to tell them apart, as <see cref="HintNames.Ambiguous"/> found them.</param>
    public static IEnumerable<(string HintName, string Text)> Emit(MachineInput machine, EquatableArray<string> ambiguous)
    {
        if (!machine.CanGenerate)
        {
            yield break;
        }

        MachineView view = MachineView.From(machine);
        var type = DeclaredType.Of(machine.Spec);
        string stem = HintNames.Unique(type, ambiguous);
        if (machine.Plan is null)
        {
            yield return ($"{stem}.g.cs", Wrap(type, "Fallback", view));
            yield break;
        }

        yield return ($"{stem}.g.cs", Wrap(type, "Definition", view));
        yield return ($"{stem}.Layout.g.cs", Wrap(type, "Layout", view));
        if (view.Acpi is not null)
        {
            yield return ($"{stem}.Acpi.g.cs", Wrap(type, "Acpi", view));
        }

        yield return ($"{stem}.Machine.g.cs", Wrap(type, "Machine", view));
    }

    private static string Wrap(DeclaredType type, string template, MachineView view) => SourceFile.Wrap(type, TemplateRenderer.Render(template, view));
}
