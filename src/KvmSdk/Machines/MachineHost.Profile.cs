using System.Diagnostics;
using KvmSdk.Model;
using KvmSdk.Model.Plan;
using KvmSdk.Profiling;

namespace KvmSdk;

// What a profile is put together from: each virtual CPU's recorder, and KVM's counts while the descriptors are open.
public sealed partial class MachineHost
{
    private readonly Lock _profileGate = new();
    private MachineProfile? _lastProfile;

    /// <summary>Where time went so far; of a machine that has ended, until its end. Null if this start did not ask for it.</summary>
    internal MachineProfile? ReadProfile()
    {
        // The end waits here for a reader, so that the descriptors are still the machine's own.
        lock (_profileGate)
        {
            return Options.Profile ? _lastProfile ?? MakeProfile() : null;
        }
    }

    private void KeepLastProfile()
    {
        lock (_profileGate)
        {
            _lastProfile = Options.Profile ? MakeProfile() : null;
        }
    }

    private MachineProfile MakeProfile()
    {
        SortedDictionary<string, ulong> kernel = new(StringComparer.Ordinal);
        KernelStatistics.Add(_vm.Number, kernel);
        _vcpus.ForEach(vcpu => KernelStatistics.Add(vcpu.Number, kernel));
        ExitRecorder[] recorders = [.. _vcpus.Select(static vcpu => vcpu.Recorder).OfType<ExitRecorder>()];
        return new(
            Stopwatch.GetElapsedTime(EntryMoment),
            [
                .. recorders.SelectMany(static recorder => recorder.Read())
                    .GroupBy(static cell => (cell.Kind, cell.Address))
                    .Select(cells => new ExitRow(
                        DeviceAt(Plan.Devices, cells.Key.Kind, cells.Key.Address), cells.Key.Kind, cells.Key.Address,
                        cells.Aggregate(0UL, static (sum, cell) => sum + cell.Count),
                        Stopwatch.GetElapsedTime(0, cells.Sum(static cell => cell.Ticks)),
                        Stopwatch.GetElapsedTime(0, cells.Min(static cell => cell.First)),
                        Stopwatch.GetElapsedTime(0, cells.Max(static cell => cell.Last))))
                    .OrderByDescending(static row => row.Time),
            ],
            recorders.Aggregate(0UL, static (sum, recorder) => sum + recorder.Others),
            [.. kernel.Select(static count => new KernelStatistic(count.Key, count.Value))]);
    }

    /// <summary>The name of the device that an access belongs to; empty if it is nobody's.</summary>
    internal static string DeviceAt(EquatableArray<DevicePlan> devices, ExitKind kind, ulong address) => devices.FirstOrDefault(device => kind is ExitKind.PortRead or ExitKind.PortWrite
        ? device.Ports.Any(ports => address >= ports.Base && address < (ulong)ports.Base + (ulong)ports.Count)
        : device.Window is { } window && address >= window.Base && address - window.Base < window.Size)?.Name ?? "";
}
