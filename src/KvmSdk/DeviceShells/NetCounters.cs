namespace KvmSdk;

/// <summary>
/// What went through a network device since its machine started. Bytes are those of Ethernet frames. Where the host's kernel moves the frames
/// (<see cref="NetDevice.UsesVhost"/>), the tap itself counts them, in the same way but for what is said below.
/// </summary>
/// <param name="FramesReceived">Frames given to the guest.</param>
/// <param name="BytesReceived">Their bytes.</param>
/// <param name="ReceiveDrops">Frames for the guest that were longer than its buffers, or in a form that it does not take; of a tap that counts itself, those that it had no room for, because the guest was slow or had no driver.</param>
/// <param name="FramesSent">Frames of the guest that the network took.</param>
/// <param name="BytesSent">Their bytes.</param>
/// <param name="SendDrops">Frames of the guest that the network refused, or that were sent while the link was down, in which a tap that counts itself gets none.</param>
/// <param name="SendErrors">Frames of the guest that were none: too short, too long, or with a header that asks for what was not agreed on; a tap that counts itself counts headers that make no sense.</param>
public readonly record struct NetCounters(
    ulong FramesReceived, ulong BytesReceived, ulong ReceiveDrops, ulong FramesSent, ulong BytesSent, ulong SendDrops, ulong SendErrors);
