using System.ComponentModel;

namespace KvmSdk;

/// <summary>A device of a class of yours. Implemented by its generated half.</summary>
public interface IGuestDevice : IBusDevice
{
    /// <summary>Gives the device its interrupt line. Called once, before the guest starts.</summary>
    /// <param name="interrupt">The line.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void Connect(InterruptLine interrupt);
}
