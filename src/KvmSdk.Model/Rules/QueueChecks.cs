using System.Globalization;
using KvmSdk.Model.Layout;
using KvmSdk.Model.Spec;

namespace KvmSdk.Model.Rules;

/// <summary>The rules on the queues of any virtio device whose attribute has <c>Queues</c> and <c>QueueSize</c>.</summary>
internal static class QueueChecks
{
    /// <summary>Adds what is wrong with the queues of a device.</summary>
    /// <param name="device">The device; one that says nothing of its queues is right.</param>
    /// <param name="maxCpus">The most CPUs that an instance may have. Where that breaks a rule itself, it is no bound.</param>
    /// <param name="violations">What is wrong.</param>
    public static void Check(DeviceSpec device, int maxCpus, List<Violation> violations)
    {
        if (device.Queues is not { } queues)
        {
            return;
        }

        int cpus = maxCpus is >= 1 and <= X86Layout.MaxCpus ? maxCpus : X86Layout.MaxCpus;
        int most = Math.Min(cpus, queues.MostQueues);
        if (queues.Count is int count && (count < 1 || count > most))
        {
            string nearest = Text(count < 1 ? 1 : most);
            string bound = most == cpus ? "the number of virtual CPUs" : "the most that the device has";
            violations.Add(new(QueueRules.CountOutOfRange, device.TargetOf("Queues"), [Text(count), device.Name, Text(most), bound, nearest], null, nearest));
        }

        if (queues.Size is int size && (size < queues.SmallestSize || size > queues.LargestSize || (size & (size - 1)) != 0))
        {
            string nearest = Text(NearestSize(queues, size));
            violations.Add(new(
                QueueRules.SizeUnusable, device.TargetOf("QueueSize"),
                [Text(size), device.Name, Text(queues.SmallestSize), Text(queues.LargestSize), nearest], null, nearest));
        }
    }

    /// <summary>The smallest size that holds as much as was asked for.</summary>
    private static int NearestSize(QueueSpec queues, int size)
    {
        int nearest = queues.SmallestSize;
        while (nearest < size && nearest < queues.LargestSize)
        {
            nearest *= 2;
        }

        return nearest;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
