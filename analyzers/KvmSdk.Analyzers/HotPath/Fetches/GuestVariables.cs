using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.HotPath.Fetches;

/// <summary>What is known of the variables of one member: which are guest memory, and which are written once.</summary>
internal sealed class GuestVariables
{
    private readonly HashSet<ISymbol> _guest = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, int> _writes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _definitions = new(SymbolEqualityComparer.Default);

    /// <summary>Looks through a member.</summary>
    /// <param name="blocks">All of its code.</param>
    public GuestVariables(IEnumerable<IOperation> blocks)
    {
        foreach (IOperation operation in blocks.SelectMany(static block => block.DescendantsAndSelf()))
        {
            Learn(operation);
        }
    }

    /// <summary>Whether there is anything to look for.</summary>
    public bool TouchGuestMemory { get; private set; }

    /// <summary>Whether a variable was lent guest memory.</summary>
    public bool IsGuestMemory(ISymbol symbol) => _guest.Contains(symbol);

    /// <summary>What a variable that is written once was made of, or null.</summary>
    public IOperation? DefinitionOf(ISymbol symbol) =>
        IsWrittenOnce(symbol) && _definitions.TryGetValue(symbol, out IOperation definition) ? definition : null;

    /// <summary>Whether nothing changes it after it got its value: for a field, whether it is readonly.</summary>
    public bool IsWrittenOnce(ISymbol symbol)
    {
        _writes.TryGetValue(symbol, out int writes);
        return symbol switch
        {
            IFieldSymbol field => field.IsReadOnly,
            IPropertySymbol property => property.SetMethod is null or { IsInitOnly: true },
            IParameterSymbol => writes == 0,
            _ => writes <= 1,
        };
    }

    private void Learn(IOperation operation)
    {
        switch (operation)
        {
            case IDelegateCreationOperation creation when GuestAccess.LentTo(creation) is { } parameter:
                Lend(parameter);
                break;
            case IInvocationOperation call when GuestAccess.Is(GuestAccess.Lends, call):
                foreach (IArgumentOperation argument in call.Arguments.Where(static argument => argument.Parameter is { RefKind: RefKind.Out }))
                {
                    if (Assigned.By(argument).FirstOrDefault() is ILocalSymbol local)
                    {
                        Lend(local);
                    }
                }

                break;
            case IInvocationOperation call when GuestAccess.IsRead(call):
                TouchGuestMemory = true;
                break;
            case IVariableDeclaratorOperation declarator when Initializer(declarator) is { } initializer:
                _definitions[declarator.Symbol] = initializer;
                break;
            default:
                break;
        }

        foreach (ISymbol symbol in Assigned.By(operation))
        {
            _writes.TryGetValue(symbol, out int writes);
            _writes[symbol] = writes + 1;
        }
    }

    private void Lend(ISymbol symbol)
    {
        _guest.Add(symbol);
        TouchGuestMemory = true;
    }

    private static IOperation? Initializer(IVariableDeclaratorOperation declarator) =>
        (declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value;
}
