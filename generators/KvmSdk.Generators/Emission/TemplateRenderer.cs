// Why: the only type that names Scriban, so that it can be replaced; and the one place that turns off the defaults that
// would make a mistyped member render as empty text.

using System.Collections.Concurrent;
using System.Globalization;
using Scriban;
using Scriban.Runtime;

namespace KvmSdk.Generators.Emission;

/// <summary>Renders the embedded templates.</summary>
public static class TemplateRenderer
{
    private static readonly ConcurrentDictionary<string, Template> _templates = new();

    /// <summary>The names of all embedded templates.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TemplateRenderer).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name.Substring(0, name.Length - Suffix.Length)).OrderBy(name => name, StringComparer.Ordinal)];

    private const string Suffix = ".sbn-cs";

    /// <summary>Renders template <paramref name="name"/> with the members of <paramref name="view"/>.</summary>
    public static string Render(string name, object view)
    {
        var globals = new ScriptObject();
        globals.Import(view, renamer: static member => member.Name);
        var context = new TemplateContext
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableRelaxedFunctionAccess = false,
            LoopLimit = 0,
            LimitToString = 0,
            NewLine = "\n",
            MemberRenamer = static member => member.Name,
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(globals);
        return _templates.GetOrAdd(name, Parse).Render(context);
    }

    private static Template Parse(string name)
    {
        using Stream stream = typeof(TemplateRenderer).Assembly.GetManifestResourceStream(name + Suffix)
            ?? throw new InvalidOperationException($"template '{name}' is not embedded");
        using var reader = new StreamReader(stream);
        var template = Template.Parse(reader.ReadToEnd().Replace("\r\n", "\n"), name);
        return template.HasErrors ? throw new InvalidOperationException(template.Messages.ToString()) : template;
    }
}
