// linuxmonitor --kernel FILE --initrd FILE --disk raw:FILE: the monitor of ours that tests/lab/compare boots Linux with.
// linuxmonitor unpack BZIMAGE FILE: the kernel proper, as the ELF file that other monitors start fastest from.

using KvmSdk;
using KvmSdk.LinuxMonitor;

if (args is ["unpack", var bzImage, var output])
{
    Unpacking.Run(bzImage, output);
    return 0;
}

return await VirtualMachine.RunAsync<LinuxMachine>(args);
