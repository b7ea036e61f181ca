using KvmSdk.EndToEnd.Tests.Lab;

namespace KvmSdk.EndToEnd.Tests.Network;

/// <summary>One boot with a network on a tap of the lab.</summary>
public sealed class NetworkLab() : GuestLab("Network", ["virtio_net"], "--module", "tun");
