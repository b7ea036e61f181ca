namespace KvmSdk;

/// <summary>A device's end of an interrupt line: edge-triggered, an input of the I/O APIC.</summary>
[HotPath]
public abstract class InterruptLine
{
    private protected InterruptLine()
    {
    }

    /// <summary>A line that leads nowhere: a device has it until a machine connects it.</summary>
    public static InterruptLine Disconnected { get; } = new Nowhere();

    /// <summary>Interrupts the guest once. From any thread.</summary>
    public abstract void Raise();

    private sealed class Nowhere : InterruptLine
    {
        public override void Raise()
        {
        }
    }
}
