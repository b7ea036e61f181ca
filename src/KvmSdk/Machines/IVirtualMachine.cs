using System.Collections.Immutable;
using KvmSdk.Model.Plan;

namespace KvmSdk;

/// <summary>What a machine's record can do for a program that is generic over machines. Implemented by generated code.</summary>
/// <typeparam name="TSelf">The machine's record.</typeparam>
public interface IVirtualMachine<TSelf>
    where TSelf : class, IVirtualMachine<TSelf>
{
    /// <summary>The machine as planned at compile time; needs no instance.</summary>
    static abstract MachinePlan Plan { get; }

    /// <summary>The properties that options and the configuration file can set, in order of declaration.</summary>
    static abstract ImmutableArray<InstanceOption> Options { get; }

    /// <summary>Makes an instance: required properties from <paramref name="values"/>, others where a value is given.</summary>
    /// <exception cref="InstanceValueException">A required value is missing, or a value does not parse.</exception>
    static abstract TSelf Create(InstanceValues values);

    /// <summary>Starts the machine.</summary>
    /// <param name="options">What differs from the plan; null for nothing.</param>
    /// <param name="cancellationToken">Gives up starting; a machine that has started is stopped by its own verbs.</param>
    /// <returns>The running machine.</returns>
    Task<RunningMachine> StartMachineAsync(StartOptions? options = null, CancellationToken cancellationToken = default);
}
