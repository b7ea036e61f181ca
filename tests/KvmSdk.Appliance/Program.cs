// appliance: starts its machine, as any program with a machine does.

using KvmSdk;
using KvmSdk.Appliance;

return await VirtualMachine.RunAsync<ApplianceMachine>(args);
