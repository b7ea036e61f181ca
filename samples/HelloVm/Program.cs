// A whole program: the record below is the machine, `dotnet run` starts it, and `dotnet run -- --help` shows what can be
// set without touching the code.

using HelloVm;
using KvmSdk;

return await VirtualMachine.RunAsync<Hello>(args);
