namespace KvmSdk.GuestDevices;

/// <summary>A line of a running machine.</summary>
/// <param name="line">The input of the interrupt controller.</param>
internal sealed class ConnectedLine(DeviceShells.InterruptPin line) : InterruptLine
{
    /// <inheritdoc/>
    public override void Raise() => line.Raise();
}
