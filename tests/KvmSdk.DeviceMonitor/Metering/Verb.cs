using KvmSdk.Boot;

namespace KvmSdk.DeviceMonitor.Metering;

/// <summary>What all verbs do alike.</summary>
internal static class Verb
{
    /// <summary>Runs one; what the host refuses becomes a sentence and exit code 1, as in a user's program.</summary>
    public static int Run(Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (Exception e) when (e is HostException or MachineDefinitionException or BootException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
