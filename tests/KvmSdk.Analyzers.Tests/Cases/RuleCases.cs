using System.Collections.Immutable;
using KvmSdk.Analyzers.Tests.Cases.GuestDevices;

namespace KvmSdk.Analyzers.Tests.Cases;

/// <summary>Every boundary of every rule that source can break.</summary>
internal static class RuleCases
{
    public static ImmutableArray<RuleCase> All { get; } =
        [.. DeclarationCases.All, .. SizeCases.All, .. AddressCases.All, .. InterruptCases.All, .. DeviceCases.All, .. BootCases.All,
        .. KernelParameterCases.All, .. SharedMemoryCases.All, .. ValueCases.All, .. NetCases.All, .. FileSystemCases.All, .. QueueCases.All, .. ConsoleCases.All, .. BalloonCases.All, .. PmemCases.All, .. MultibootCases.All, .. VsockCases.All, .. GuestDeviceDeclarationCases.All, .. RegisterCases.All, .. BitFieldCases.All,
        .. GuestDevicePlanCases.All, .. HotPathCases.All, .. PortabilityCases.All];
}
