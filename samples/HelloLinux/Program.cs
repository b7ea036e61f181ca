// Debian's own kernel in a machine that is declared in Linux.cs: `dotnet run --project samples/HelloLinux` gives a shell in
// it. Everything the SDK has to do with it is that declaration and the call below; the rest of this folder fetches the
// kernel, makes an initramfs and, where this host cannot run a kernel, goes into the lab.

using HelloLinux;
using KvmSdk;

SampleOptions options;
try
{
    options = SampleOptions.Parse(args);
}
catch (FormatException e)
{
    Progress.Say(e.Message);
    return 2;
}

if (options.IsHelpWanted)
{
    using Stream output = Console.OpenStandardOutput();
    output.Write(SampleOptions.Help);
}

using var scratch = new ScratchDirectory();
return await VirtualMachine.RunAsync<Linux>([.. options.Rest], request => Preparation.RunAsync(request, options, scratch));
