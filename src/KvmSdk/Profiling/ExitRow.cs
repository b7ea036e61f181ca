namespace KvmSdk;

/// <summary>What one kind of access to one address cost, of all virtual CPUs together.</summary>
/// <param name="Device">The property of the device, or the platform's name for its own; empty where no device claims the address.</param>
/// <param name="Kind">How.</param>
/// <param name="Address">The port, or the guest-physical address.</param>
/// <param name="Count">How often.</param>
/// <param name="Time">How long the device took for all of them. The way out of the guest and back is not in it.</param>
/// <param name="First">When it came first, from the guest's first instruction.</param>
/// <param name="Last">When it came last.</param>
public sealed record ExitRow(string Device, ExitKind Kind, ulong Address, ulong Count, TimeSpan Time, TimeSpan First, TimeSpan Last);
