using KvmSdk;
using KvmSdk.ClockMonitor;

return await VirtualMachine.RunAsync<ClockMachine>(args);
