// 'dotnet run' starts the machine; 'dotnet run -- --help' shows what can be set without touching the code,
// 'dotnet run -- inspect' where everything lies, and 'dotnet run -- doctor' whether this host can run it.

using KvmSdk;

return await VirtualMachine.RunAsync<Hello>(args);
