// Ten mistakes, each reported where it is made: `dotnet build samples/Broken`. Nothing else is reported, not even for the code below that
// uses the machine: a broken machine keeps the members of the repaired one.

using Broken;
using KvmSdk;

Console.WriteLine($"The log is at port 0x{Web.Layout.Log.Port:X}, the disk interrupts by line {Web.Layout.Root.Irq}.");
return await VirtualMachine.RunAsync<Web>(args);
