namespace KvmSdk;

/// <summary>One of KVM's own counts (<c>Documentation/virt/kvm/api.rst</c>, section 4.131).</summary>
/// <param name="Name">KVM's name for it, e.g. <c>halt_exits</c>.</param>
/// <param name="Value">Its value, of all virtual CPUs together.</param>
public sealed record KernelStatistic(string Name, ulong Value);
