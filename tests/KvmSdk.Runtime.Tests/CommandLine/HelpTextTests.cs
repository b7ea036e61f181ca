namespace KvmSdk.Runtime.Tests.CommandLine;

public class HelpTextTests
{
    [Fact]
    public async Task Help_is_one_page_with_everything_on_it()
    {
        ProgramRun run = await ProgramRun.OfAsync("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(
            """
            SampleMachine: a virtual machine

            Usage:
              sample [run] [OPTION...]  start the machine; its console is this terminal
              sample inspect [--json]   show CPUs, boot, memory map and devices; starts nothing
              sample doctor [--json]    check whether this host can run it, with remedies

            Options, as --name VALUE or --name=VALUE:
              --cpus COUNT        "cpus"       virtual CPUs, 1 to 4; declared: 1
              --memory SIZE       "memoryMiB"  RAM, at least 2 MiB, as 512, 512M or 2G; declared: 64
              --huge-pages PAGES  "hugePages"  the host's pages behind RAM: auto, none, transparent or 2M; declared: auto
              --prefault          "prefault"   make all RAM resident before the guest starts, or not (--prefault=false); declared: false
              --profile           "profile"    when the machine has ended, tell on standard error where its time went
              --config FILE                    settings as JSON, by the keys named here
              --json                           inspect and doctor: answer in JSON
              --help                           show this help (-h)
              --version                        show the versions

            The machine's own:
              --root-image PATH                  "rootImage"  GuestImage, required
              --console standard|none|file:PATH  "console"    Terminal
              --retries NUMBER                   "retries"    Int32
              --verbose true|false               "verbose"    Boolean

            An option wins over the --config file, the file over the declaration.

            At the terminal:
              Ctrl-A x quits, Ctrl-A h helps, Ctrl-A Ctrl-A sends Ctrl-A; all other keys, Ctrl-C too, go to the guest.
              Without a terminal Ctrl-C stops the machine; SIGTERM and SIGHUP always do.

            Exit codes:
              0              the guest switched itself off or reset, or Ctrl-A x
              1              the machine could not start; doctor: this host cannot run it
              2              wrong usage or configuration
              110            the guest's kernel panicked, and told so (pvpanic)
              112...122      the guest crashed or the machine failed; stderr says how
              129, 130, 143  stopped by SIGHUP, SIGINT, SIGTERM
              any            the guest's own, through a debug-exit port

            """,
            run.Output);
    }
}
