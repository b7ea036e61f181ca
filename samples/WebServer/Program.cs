// A web server in a virtual machine of its own, reached without root:
//
//     dotnet run --project samples/WebServer -- --install        (as root, once: installs what is missing)
//     curl http://127.0.0.1:8080/
//
// The machine is declared in Server.cs: a kernel, a directory of this host with the site, and a network through passt, which leads port 8080 of this
// host to port 80 of the guest. The rest of this folder fetches Debian's kernel, and goes into the lab where this host cannot run one.

using HelloLinux;
using KvmSdk;
using WebServer;

bool install = args.Contains("--install");
string[] rest = [.. args.Where(static word => word != "--install")];
if (rest.Any(static word => word is "--help" or "-h"))
{
    using Stream output = Console.OpenStandardOutput();
    output.Write(Preparation.Help);
}

using var scratch = new ScratchDirectory();
return await VirtualMachine.RunAsync<Server>(rest, request => Preparation.RunAsync(request, install, scratch));
