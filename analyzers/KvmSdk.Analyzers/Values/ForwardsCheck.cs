using System.Globalization;
using KvmSdk.Model.Rules;
using KvmSdk.Parser;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace KvmSdk.Analyzers.Values;

/// <summary>Forwarded ports that are spelled out beside each other.</summary>
internal static class ForwardsCheck
{
    /// <summary>Reports the first forward of a call that begins where an earlier one does.</summary>
    public static void Check(OperationAnalysisContext context, IInvocationOperation call)
    {
        List<string> beginnings = [];
        foreach (IOperation element in call.Arguments.SelectMany(static argument => ElementsOf(argument.Value)))
        {
            if (element is not IInvocationOperation forward || BeginningOf(forward) is not { } beginning)
            {
                continue;
            }

            beginnings.Add(beginning);
            if (FactoryChecks.CheckForwards($"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", beginnings) is { } violation)
            {
                context.ReportDiagnostic(RuleDescriptors.Diagnose(violation, _ => forward.Syntax.GetLocation()));
                return;
            }
        }
    }

    private static IEnumerable<IOperation> ElementsOf(IOperation value) => value switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        ICollectionExpressionOperation collection => collection.Elements,
        IConversionOperation conversion => ElementsOf(conversion.Operand),
        _ => [],
    };

    // Only on the default address: another is an object, which no constant tells.
    private static string? BeginningOf(IInvocationOperation forward)
    {
        if (!forward.TargetMethod.ContainingType.Is(WellKnownNames.PortForward)
            || !forward.Arguments.Any(static argument => argument is { Parameter.Name: "hostAddress", IsImplicit: true })
            || forward.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "hostPort")?.Value.ConstantValue is not { HasValue: true, Value: int port })
        {
            return null;
        }

        return $"{forward.TargetMethod.Name.ToUpperInvariant()} port {port.ToString(CultureInfo.InvariantCulture)} of 127.0.0.1";
    }
}
