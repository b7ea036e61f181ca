// devicemonitor VERB ARGUMENTS: runs one of the machines that the end-to-end tests look at in the lab. A verb's own file says what it takes.

using KvmSdk;
using KvmSdk.DeviceMonitor.Block;
using KvmSdk.DeviceMonitor.Clock;
using KvmSdk.DeviceMonitor.Consoles;
using KvmSdk.DeviceMonitor.Directories;
using KvmSdk.DeviceMonitor.Dispatch;
using KvmSdk.DeviceMonitor.Linux;
using KvmSdk.DeviceMonitor.Lives;
using KvmSdk.DeviceMonitor.Memory;
using KvmSdk.DeviceMonitor.Metering;
using KvmSdk.DeviceMonitor.Multiboot;
using KvmSdk.DeviceMonitor.Net;
using KvmSdk.DeviceMonitor.Pmem;
using KvmSdk.DeviceMonitor.Qcow2;
using KvmSdk.DeviceMonitor.Rate;
using KvmSdk.DeviceMonitor.Vsock;

string[] rest = args[1..];
return args[0] switch
{
    // As a user's program: the whole command line.
    "clock" => await VirtualMachine.RunAsync<ClockMachine>(rest),
    "block" => Verb.Run(() => BlockVerb.Run(rest)),
    "console" => Verb.Run(() => ConsoleVerb.Run(rest)),
    "dispatch" => Verb.Run(() => DispatchVerb.Run(rest)),
    "generation" => Verb.Run(() => GenerationVerb.Run(rest)),
    "lives" => Verb.Run(() => LivesVerb.Run(rest)),
    "multiboot" => await VirtualMachine.RunAsync<MultibootMachine>(rest),
    "linux" => Verb.Run(() => LinuxVerb.Run(rest)),
    "memory" => Verb.Run(() => MemoryVerb.Run(rest)),
    "directory" => Verb.Run(() => DirectoryVerb.Run(rest)),
    "net" => Verb.Run(() => NetVerb.Run(rest)),
    "pmem" => Verb.Run(() => PmemVerb.Run(rest)),
    "stream" => await VirtualMachine.RunAsync<StreamMachine>(rest),
    "qcow2" => Verb.Run(() => Qcow2Verb.Run(rest)),
    "rate" => Verb.Run(() => RateVerb.Run(rest)),
    "socket-stream" => await VirtualMachine.RunAsync<SocketStreamMachine>(rest),
    "vsock" => Verb.Run(() => VsockVerb.Run(rest)),
    _ => throw new ArgumentException($"there is no verb '{args[0]}'"),
};
