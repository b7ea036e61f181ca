using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.Values;

/// <summary>Calls that make a configuration value, wherever they stand.</summary>
internal static class FactoryCall
{
    /// <summary>Reports each constant argument that the factory would refuse, or that is doubtful.</summary>
    public static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!IsFactory(call.TargetMethod))
        {
            return;
        }

        if (call.TargetMethod.ContainingType.Is(WellKnownNames.Passt))
        {
            ForwardsCheck.Check(context, call);
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument is { IsImplicit: false, Parameter: { } parameter, Value.ConstantValue: { HasValue: true, Value: { } constant } }
                && Find($"{call.TargetMethod.ContainingType!.Name}.{call.TargetMethod.Name}", parameter.Name, constant) is { } violation)
            {
                context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, _ => argument.Value.Syntax.GetLocation()));
            }
        }

        if (ConfigurationValue.Of(call) is { } value && CheckBacking($"{call.TargetMethod.ContainingType!.Name}.{call.TargetMethod.Name}", value) is { } broken)
        {
            IArgumentOperation backing = call.Arguments.Single(static argument => argument.Parameter?.Name == "backing");
            context.ReportDiagnostic(RuleDescriptors.Diagnose(broken, _ => backing.Value.Syntax.GetLocation()));
        }
    }

    /// <summary>The paths of what an image falls back on, from the next one on.</summary>
    public static List<string> BackingPaths(ConfigurationValue value)
    {
        List<string> paths = [];
        while (value.Argument<ConfigurationValue>("backing") is { } next && next.Argument<string>("path") is { } path)
        {
            paths.Add(path);
            value = next;
        }

        return paths;
    }

    /// <summary>Whether the factory that <paramref name="value"/> calls would refuse an argument.</summary>
    public static bool IsRefused(ConfigurationValue value) =>
        value.Arguments.Any(argument => argument.Value is { } constant && Check($"{value.Type[(value.Type.LastIndexOf('.') + 1)..]}.{value.Member}", argument.Key, constant) is not null)
        || CheckBacking(value.Member, value) is not null
        || (value.Argument<ConfigurationValue>("backing") is { } backing && IsRefused(backing));

    private static Violation? Find(string factory, string parameter, object constant) => Check(factory, parameter, constant)
        ?? ((parameter, constant) is ("path", string path) ? PathChecks.Check(factory, path, Target.OfFactory(parameter)) : null);

    private static bool IsFactory(IMethodSymbol method) =>
        method is { IsStatic: true, ContainingType: { } type }
        ? IsFactory(type)
        : method.Name == "WithMac" && method.ContainingType.Is(WellKnownNames.NetBackend);

    private static bool IsFactory(INamedTypeSymbol type) =>
        type.Is(WellKnownNames.DiskImage) || type.Is(WellKnownNames.GuestImage) || type.Is(WellKnownNames.Terminal) || type.Is(WellKnownNames.Tap)
            || type.Is(WellKnownNames.Balloon) || type.Is(WellKnownNames.Passt) || type.Is(WellKnownNames.PortForward) || type.Is(WellKnownNames.HostDirectory) || type.Is(WellKnownNames.Vsock);

    private static Violation? CheckBacking(string factory, ConfigurationValue value) =>
        value.Argument<string>("path") is { } path ? FactoryChecks.CheckBacking(factory, path, BackingPaths(value)) : null;

    // A value knows its factory by the method alone.
    private static bool IsEmbedded(string factory) => factory == "Embedded" || factory.EndsWith(".Embedded", StringComparison.Ordinal);

    private static Violation? Check(string factory, string parameter, object constant) => (parameter, constant) switch
    {
        ("path", string path) when factory.StartsWith("Vsock.", StringComparison.Ordinal) => FactoryChecks.CheckVsockPath(factory, path),
        ("path", string path) => FactoryChecks.CheckPath(factory, path),
        ("serial", string serial) => FactoryChecks.CheckSerial(factory, serial),
        ("mac", string mac) => FactoryChecks.CheckMac(factory, mac),
        ("name", string name) when IsEmbedded(factory) => FactoryChecks.CheckEmbeddedName(factory, name),
        ("name", string name) => FactoryChecks.CheckTapName(factory, name),
        ("mebibytes", int mebibytes) => FactoryChecks.CheckBalloon(factory, mebibytes),
        ("socketPath", string path) => FactoryChecks.CheckSocketPath(factory, path),
        ("hostPort" or "guestPort", int port) => FactoryChecks.CheckPort(factory, parameter, port),
        ("uid" or "gid", uint id) => FactoryChecks.CheckOwner(factory, parameter, id),
        _ => null,
    };
}
