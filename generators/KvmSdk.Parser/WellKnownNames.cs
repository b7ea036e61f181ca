// Why: the Roslyn components reference no runtime project, so the names that tie them to it stand here, once, and a test
// resolves every one against the real assembly.

namespace KvmSdk.Parser;

/// <summary>Metadata names of the runtime's types.</summary>
internal static class WellKnownNames
{
    public const string HotPathAttribute = "KvmSdk.HotPathAttribute";

    public const string VirtualMachineAttribute = "KvmSdk.VirtualMachineAttribute";
    public const string PlatformAttribute = "KvmSdk.PlatformAttribute";
    public const string FlatImageAttribute = "KvmSdk.FlatImageAttribute";
    public const string SerialAttribute = "KvmSdk.SerialAttribute";
    public const string DebugExitAttribute = "KvmSdk.DebugExitAttribute";

    public const string LinuxKernelAttribute = "KvmSdk.LinuxKernelAttribute";
    public const string InitrdAttribute = "KvmSdk.InitrdAttribute";
    public const string BlockAttribute = "KvmSdk.BlockAttribute";
    public const string RngAttribute = "KvmSdk.RngAttribute";
    public const string SharedMemoryAttribute = "KvmSdk.SharedMemoryAttribute";
    public const string NetAttribute = "KvmSdk.NetAttribute";
    public const string SharedDirectoryAttribute = "KvmSdk.SharedDirectoryAttribute";
    public const string ConsoleAttribute = "KvmSdk.ConsoleAttribute";
    public const string ConsolePortAttribute = "KvmSdk.ConsolePortAttribute";
    public const string PvpanicAttribute = "KvmSdk.PvpanicAttribute";
    public const string GenerationIdAttribute = "KvmSdk.GenerationIdAttribute";
    public const string BootMarkerAttribute = "KvmSdk.BootMarkerAttribute";
    public const string MultibootKernelAttribute = "KvmSdk.MultibootKernelAttribute";
    public const string MultibootModuleAttribute = "KvmSdk.MultibootModuleAttribute";
    public const string BalloonAttribute = "KvmSdk.BalloonAttribute";
    public const string VsockAttribute = "KvmSdk.VsockAttribute";
    public const string PmemAttribute = "KvmSdk.PmemAttribute";

    public const string MmioDeviceAttribute = "KvmSdk.MmioDeviceAttribute";
    public const string PortDeviceAttribute = "KvmSdk.PortDeviceAttribute";
    public const string RegisterAttribute = "KvmSdk.RegisterAttribute";
    public const string BitFieldAttribute = "KvmSdk.BitFieldAttribute";
    public const string InterruptAttribute = "KvmSdk.InterruptAttribute";
    public const string DeviceAttribute = "KvmSdk.DeviceAttribute";

    public const string GuestImage = "KvmSdk.GuestImage";
    public const string Terminal = "KvmSdk.Terminal";
    public const string DebugExit = "KvmSdk.DebugExit";

    public const string DiskImage = "KvmSdk.DiskImage";
    public const string Entropy = "KvmSdk.Entropy";
    public const string NetBackend = "KvmSdk.NetBackend";
    public const string Tap = "KvmSdk.Tap";
    public const string RateLimit = "KvmSdk.RateLimit";
    public const string HostDirectory = "KvmSdk.HostDirectory";
    public const string PanicPolicy = "KvmSdk.PanicPolicy";
    public const string GenerationId = "KvmSdk.GenerationId";
    public const string BootMarker = "KvmSdk.BootMarker";
    public const string Balloon = "KvmSdk.Balloon";
    public const string Passt = "KvmSdk.Passt";
    public const string PortForward = "KvmSdk.PortForward";
    public const string VsockBackend = "KvmSdk.VsockBackend";
    public const string Vsock = "KvmSdk.Vsock";

    public const string Device = "KvmSdk.Device`1";

    public const string GuestDevice = "KvmSdk.IGuestDevice";
    public const string InterruptLine = "KvmSdk.InterruptLine";

    public const string VirtualMachine = "KvmSdk.IVirtualMachine`1";
    public const string RunningMachine = "KvmSdk.RunningMachine";
    public const string SerialPort = "KvmSdk.SerialPort";
    public const string DebugExitPort = "KvmSdk.DebugExitPort";
    public const string DiskDevice = "KvmSdk.DiskDevice";
    public const string EntropyPort = "KvmSdk.EntropyPort";
    public const string NetDevice = "KvmSdk.NetDevice";
    public const string DirectoryDevice = "KvmSdk.DirectoryDevice";
    public const string VirtioConsole = "KvmSdk.VirtioConsole";
    public const string ConsolePort = "KvmSdk.ConsolePort";
    public const string ConsolePortDevice = "KvmSdk.ConsolePortDevice";
    public const string PvpanicDevice = "KvmSdk.PvpanicDevice";
    public const string GenerationIdDevice = "KvmSdk.GenerationIdDevice";
    public const string BootMarkerPort = "KvmSdk.BootMarkerPort";
    public const string BalloonDevice = "KvmSdk.BalloonDevice";
    public const string VsockDevice = "KvmSdk.VsockDevice";
    public const string PmemDevice = "KvmSdk.PmemDevice";
    public const string KeyboardController = "KvmSdk.KeyboardController";
    public const string CmosClock = "KvmSdk.CmosClock";
    public const string PowerControl = "KvmSdk.PowerControl";
    public const string SharedMemory = "KvmSdk.SharedMemory`1";
}
