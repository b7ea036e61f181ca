using System.Collections.Immutable;
using System.Reflection;
using KvmSdk.Model.Plan;

namespace KvmSdk.CommandLine;

/// <summary>Makes and starts the machine of a VM program.</summary>
internal delegate Task<RunningMachine> MachineStarter(InstanceValues values, StartOptions options, CancellationToken cancellationToken);

/// <summary>What the command line knows of a machine: no type parameter, so that its code exists once, whatever the machine.</summary>
/// <param name="Assembly">The machine's assembly, for its version.</param>
/// <param name="Plan">The machine as declared.</param>
/// <param name="Options">The properties that can be set.</param>
/// <param name="Start">Makes and starts an instance.</param>
internal sealed record ProgramDefinition(
    Assembly Assembly, MachinePlan Plan, ImmutableArray<InstanceOption> Options, MachineStarter Start)
{
    /// <summary>The program's name, for usage and messages. Only on demand, because asking for it brings up reflection.</summary>
    public string Command { get => field ?? AppDomain.CurrentDomain.FriendlyName; init; }

    /// <summary>What the program does before its machine starts; null for nothing.</summary>
    public Func<LaunchRequest, Task<int?>>? Prepare { get; init; }

    /// <summary>The version of the machine's assembly.</summary>
    public string Version => VersionOf(Assembly);

    /// <summary>The version of the SDK.</summary>
    public static string SdkVersion => VersionOf(typeof(ProgramDefinition).Assembly);

    /// <summary>The program of machine <typeparamref name="T"/>.</summary>
    public static ProgramDefinition Of<T>()
        where T : class, IVirtualMachine<T> =>
        new(
            typeof(T).Assembly,
            T.Plan,
            T.Options,
            // Making much memory resident takes seconds, in which the program has something to say.
            static (values, options, cancellationToken) => T.Create(values).StartMachineAsync(
                options with { IsInPlace = !(options.Prefault ?? T.Plan.Memory.Prefault) }, cancellationToken));

    /// <summary>The version as its author wrote it, without the commit that the compiler appends after a plus sign.</summary>
    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString()
        ?? "unknown";
}
