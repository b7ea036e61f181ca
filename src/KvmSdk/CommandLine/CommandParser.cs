// Why not a library: System.CommandLine was measured (docs/architecture.md, "Command line"): it doubles a small program's size
// and more than doubles the instructions of its start, for a grammar of one verb and flat options.

namespace KvmSdk.CommandLine;

/// <summary>Reads a command line: at most one verb, and options as <c>--name VALUE</c> or <c>--name=VALUE</c>, in any order.</summary>
internal sealed class CommandParser
{
    private static readonly string[] s_verbs = ["run", "inspect", "doctor"];

    private readonly OptionTable _table;
    private readonly List<(CommandOption Option, string Text)> _values = [];
    private Verb? _verb;
    private bool _json;

    private CommandParser(OptionTable table) => _table = table;

    /// <summary>Reads <paramref name="arguments"/>. A request for help or versions ends the reading: what follows it does not matter.</summary>
    /// <exception cref="UsageException">A word is unknown, misplaced or repeated, or a value is missing.</exception>
    public static ParsedCommand Parse(OptionTable table, IReadOnlyList<string> arguments)
    {
        var parser = new CommandParser(table);
        bool optionsEnded = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (optionsEnded || !word.StartsWith('-'))
            {
                parser.ReadVerb(word);
            }
            else if (word == "--")
            {
                optionsEnded = true;
            }
            else if (parser.ReadOption(word, i + 1 < arguments.Count ? arguments[i + 1] : null, out bool tookNext) is { } answer)
            {
                return new(answer, [], false);
            }
            else if (tookNext)
            {
                i++;
            }
        }

        return parser.Finish();
    }

    private void ReadVerb(string word)
    {
        if (_verb is { } first)
        {
            throw new UsageException($"'{word}' is one word too many after '{WordOf(first)}'; values go with their option, as in --memory 512");
        }

        _verb = word switch
        {
            "run" => Verb.Run,
            "inspect" => Verb.Inspect,
            "doctor" => Verb.Doctor,
            _ => throw new UsageException(
                $"'{word}' is no command; {Suggestion.For(word, s_verbs, "the commands are run, inspect and doctor, and --help shows the options")}"),
        };
    }

    /// <summary>Reads one option; returns the verb that it stands for, if it is one that ends the reading.</summary>
    private Verb? ReadOption(string word, string? next, out bool tookNext)
    {
        tookNext = false;
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? word : word[..equals];
        string? attached = equals < 0 ? null : word[(equals + 1)..];
        CommandOption option = _table.Named(name) ?? throw new UsageException(
            $"'{name}' is no option; {Suggestion.For(name, _table.Names, "--help shows the options")}");
        if (option.IsSwitch)
        {
            Add(option, attached ?? bool.TrueString);
            return null;
        }

        if (option.TakesValue)
        {
            tookNext = attached is null;
            Add(option, attached ?? Detached(option, next));
            return null;
        }

        if (attached is not null)
        {
            throw new UsageException($"{name} takes no value; leave out '={attached}'");
        }

        switch (option.Target)
        {
            case OptionTarget.Help:
                return Verb.Help;
            case OptionTarget.Version:
                return Verb.Version;
            default:
                _json = true;
                return null;
        }
    }

    /// <summary>The next word as the option's value. A "--word" there is far more often a forgotten value; with "=" any text can be given.</summary>
    private static string Detached(CommandOption option, string? next)
    {
        if (next is null)
        {
            throw new UsageException($"{option.Name} needs a value: {option.Name} {option.ValueName}");
        }

        return next.StartsWith("--", StringComparison.Ordinal)
            ? throw new UsageException($"{option.Name} needs a value, but '{next}' follows; write {option.Name}={next} if that is the value")
            : next;
    }

    private void Add(CommandOption option, string text)
    {
        foreach ((CommandOption given, _) in _values)
        {
            if (given == option)
            {
                throw new UsageException($"{option.Name} is given twice; give it once");
            }
        }

        _values.Add((option, text));
    }

    private ParsedCommand Finish()
    {
        Verb verb = _verb ?? Verb.Run;
        return _json && verb == Verb.Run
            ? throw new UsageException("--json belongs to inspect and doctor; leave it out, or name one of them")
            : new(verb, _values, _json);
    }

    private static string WordOf(Verb verb) => s_verbs[(int)verb];
}
