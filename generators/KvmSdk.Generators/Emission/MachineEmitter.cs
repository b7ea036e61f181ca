using KvmSdk.Model.Spec;

namespace KvmSdk.Generators.Emission;

/// <summary>Chooses the templates for a machine and names the files.</summary>
internal static class MachineEmitter
{
    public static IEnumerable<(string HintName, string Text)> Emit(MachineInput machine)
    {
        if (!machine.CanGenerate)
        {
            yield break;
        }

        MachineView view = MachineView.From(machine);
        string stem = Stem(machine.Spec);
        if (machine.Plan is null)
        {
            yield return ($"{stem}.g.cs", SourceFile.Wrap(machine.Spec, TemplateRenderer.Render("Fallback", view)));
            yield break;
        }

        yield return ($"{stem}.g.cs", SourceFile.Wrap(machine.Spec, TemplateRenderer.Render("Definition", view)));
        yield return ($"{stem}.Layout.g.cs", SourceFile.Wrap(machine.Spec, TemplateRenderer.Render("Layout", view)));
        if (view.Acpi is not null)
        {
            yield return ($"{stem}.Acpi.g.cs", SourceFile.Wrap(machine.Spec, TemplateRenderer.Render("Acpi", view)));
        }

        yield return ($"{stem}.Machine.g.cs", SourceFile.Wrap(machine.Spec, TemplateRenderer.Render("Machine", view)));
    }

    private static string Stem(MachineSpec spec)
    {
        string types = string.Concat(spec.EnclosingTypes.Select(type => type.Substring(type.LastIndexOf(' ') + 1) + "."));
        return (spec.Namespace.Length == 0 ? "" : spec.Namespace + ".") + types + spec.Name;
    }
}
