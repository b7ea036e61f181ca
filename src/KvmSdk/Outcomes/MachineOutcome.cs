// Why: every way in which a machine can end is one type of this hierarchy, so that a program can branch on it and a person
// can read it. The hierarchy is closed: a switch over the nested types is complete.

using System.Globalization;

namespace KvmSdk;

/// <summary>How a machine ended. The first reason wins; later ones are not recorded.</summary>
public abstract partial record MachineOutcome
{
    private MachineOutcome(int exitCode, bool isFailure)
    {
        ExitCode = exitCode;
        IsFailure = isFailure;
    }

    /// <summary>The exit code for a process that ran only this machine, 0 to 255.</summary>
    public int ExitCode { get; }

    /// <summary>Whether something broke: the guest crashed, or KVM or the host could not go on. An end that somebody asked for is no failure.</summary>
    public bool IsFailure { get; }

    /// <summary>What happened, where, and what to do about it, in one sentence without a full stop.</summary>
    public abstract string Description { get; }

    /// <summary>The guest switched the machine off. Exit code 0.</summary>
    public sealed record PowerOff() : MachineOutcome(0, isFailure: false)
    {
        /// <inheritdoc/>
        public override string Description => "the guest switched the machine off";
    }

    /// <summary>The guest asked for a reset. Exit code 0, because a guest told to reboot has done its work.</summary>
    /// <param name="Source">Where the request was made, e.g. <c>keyboard controller</c>.</param>
    public sealed record Reset(string Source) : MachineOutcome(0, isFailure: false)
    {
        /// <inheritdoc/>
        public override string Description => $"the guest reset the machine ({Source})";
    }

    /// <summary>The guest wrote to its debug-exit port.</summary>
    /// <param name="Value">The value written.</param>
    /// <param name="Code">The exit code that the port's configuration makes of it.</param>
    public sealed record DebugExit(uint Value, int Code) : MachineOutcome(Code, isFailure: false)
    {
        /// <inheritdoc/>
        public override string Description =>
            string.Create(CultureInfo.InvariantCulture, $"the guest ended the machine with value {Value} (0x{Value:X}), exit code {Code}");
    }

    /// <summary>The host stopped the machine. Exit code 0.</summary>
    public sealed record Stopped() : MachineOutcome(0, isFailure: false)
    {
        /// <inheritdoc/>
        public override string Description => "the host stopped the machine";
    }
}
