// The whole appliance: machine, guest and monitor. 'dotnet publish' makes one executable of it, which needs no .NET on its host,
// only a /dev/kvm that it may open ('doctor' tells). It ends with the exit code that the guest gives it.

using KvmSdk;

return await VirtualMachine.RunAsync<Appliance>(args);
