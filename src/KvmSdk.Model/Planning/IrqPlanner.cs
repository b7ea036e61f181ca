using KvmSdk.Model.Layout;
using KvmSdk.Model.Rules;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Planning;

/// <summary>Assigns interrupt lines: declared ones first, then preferred, then any free one from 5 upward.</summary>
internal sealed class IrqPlanner(bool hasI8042, List<Violation> violations)
{
    /// <summary>Assignment starts above the lines of the first serial ports.</summary>
    private static readonly int[] _pool = [.. Enumerable.Range(5, X86Layout.IoApicPins - 5), 3, 4];

    private readonly Dictionary<int, DeviceSpec> _claims = [];
    private readonly List<(DeviceSpec Device, IrqRequest Request, int Irq)> _conflicts = [];

    /// <summary>Claims the line that the device's attribute fixes.</summary>
    public void ClaimFixed(DeviceSpec device)
    {
        if (device.Irq is not { Fixed: int irq } request)
        {
            return;
        }

        // The reserved lines are those of the platform's own devices.
        if (!device.IsPlatform && ReservedRanges.WhyIrqUnavailable(irq, hasI8042) is string problem)
        {
            violations.Add(new(InterruptRules.IrqUnavailable, device.TargetOf(request.Argument), [irq.ToString(Invariant), $"'{device.Name}'", problem]));
        }
        else if (_claims.TryGetValue(irq, out _))
        {
            _conflicts.Add((device, request, irq));
        }
        else
        {
            _claims.Add(irq, device);
        }
    }

    /// <summary>Reports the lines declared twice; after every fixed line is known, so that the suggested one is really free.</summary>
    public void ReportConflicts()
    {
        foreach (var (device, request, irq) in _conflicts)
        {
            DeviceSpec owner = _claims[irq];
            int? free = FirstFree([]);
            if (free is int line)
            {
                // Each conflict is offered a line of its own, so that repairing all of them at once repairs them.
                _claims.Add(line, device);
            }

            violations.Add(new(
                InterruptRules.IrqClaimedTwice,
                device.TargetOf(request.Argument),
                [irq.ToString(Invariant), $"'{device.Name}'", $"'{owner.Name}'", free is null ? "no line is free, declare fewer devices" : $"IRQ {free} is free"],
                owner.TargetOf(request.Argument),
                free?.ToString(Invariant) ?? ""));
        }
    }

    /// <summary>The device's line, or null if it needs none or was refused one.</summary>
    public int? Assign(DeviceSpec device)
    {
        if (device.Irq is not { } request)
        {
            return null;
        }

        if (request.Fixed is int declared)
        {
            return _claims.TryGetValue(declared, out DeviceSpec? owner) && owner == device ? declared : null;
        }

        if (FirstFree(request.Preferred) is int irq)
        {
            _claims.Add(irq, device);
            return irq;
        }

        int assignable = _pool.Count(line => ReservedRanges.WhyIrqUnavailable(line, hasI8042) is null);
        violations.Add(new(InterruptRules.IrqsExhausted, device.TargetOf(""), [$"'{device.Name}'", assignable.ToString(Invariant)]));
        return null;
    }

    private int? FirstFree(EquatableArray<int> preferred)
    {
        foreach (int irq in preferred.Concat(_pool))
        {
            if (!_claims.ContainsKey(irq) && ReservedRanges.WhyIrqUnavailable(irq, hasI8042) is null)
            {
                return irq;
            }
        }

        return null;
    }

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
