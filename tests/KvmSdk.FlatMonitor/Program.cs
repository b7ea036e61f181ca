// flatmonitor --image FILE: what tests/lab/README.md asks of a monitor that is to be compared.

using KvmSdk;
using KvmSdk.FlatMonitor;

return await VirtualMachine.RunAsync<FlatMachine>(args);
