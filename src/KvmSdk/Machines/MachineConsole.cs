using KvmSdk.Consoles;

namespace KvmSdk;

/// <summary>A serial port, virtio console or named port of a running machine, as seen by a program that need not know the machine's type.</summary>
public sealed class MachineConsole
{
    private readonly ConsoleLine _line;

    internal MachineConsole(ConsoleLine line) => _line = line;

    /// <summary>The property's name.</summary>
    public string Name => _line.Name;

    /// <summary>What the instance says it is connected to.</summary>
    public Terminal Declared => _line.Declared;

    /// <summary>What it is connected to in this start (<see cref="StartOptions.StandardTerminal"/>).</summary>
    public Terminal Terminal => _line.Terminal;

    /// <summary>
    /// What the guest sends, for one on <see cref="Terminal.Program"/>: the same stream as the running port's own. A guest that sends more than a mebibyte ahead of
    /// the reader is made to wait.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is connected to something else.</exception>
    public Stream Output => _line.Program.Output;

    /// <summary>What the guest receives, for one on <see cref="Terminal.Program"/>.</summary>
    /// <exception cref="InvalidOperationException">It is connected to something else.</exception>
    public Stream Input => _line.Program.Input;
}
