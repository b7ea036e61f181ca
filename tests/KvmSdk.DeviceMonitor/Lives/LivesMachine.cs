namespace KvmSdk.DeviceMonitor.Lives;

/// <summary>A machine with one of everything that holds something of the host: files, threads, mappings, timers, rings.</summary>
[VirtualMachine(Cpus = 2, MemoryMiB = 32)]
[Platform(CmosClock = true)]
public partial record LivesMachine
{
    /// <summary>Says that it runs and spins.</summary>
    [FlatImage]
    public GuestImage Program { get; init; } = GuestImage.FromBytes(
    [
        0x66, 0xBA, 0xF8, 0x03, //   mov dx, COM1
        0xB0, 0x21, //               mov al, '!'
        0xEE, //                     out dx, al
        0xF3, 0x90, //         next: pause
        0xEB, 0xFC, //               jmp next
    ]);

    /// <summary>COM1, to and from this program.</summary>
    [Serial]
    public Terminal Console { get; init; } = Terminal.Program;

    /// <summary>An image on a file system with io_uring.</summary>
    [Block]
    public required DiskImage Disk { get; init; }

    /// <summary>Limited, so that it has a timer.</summary>
    [Rng]
    public Entropy Random { get; init; } = Entropy.Parse("host,limit=1MiB/s", null);

    /// <summary>A shared directory, whose thread has descriptors of its own.</summary>
    [SharedDirectory]
    public required HostDirectory Files { get; init; }

    /// <summary>Connected to nothing.</summary>
    [Net]
    public NetBackend Lan { get; init; } = NetBackend.None;

    /// <summary>Connected to nothing.</summary>
    [Console]
    public Terminal Hvc { get; init; } = Terminal.None;

    /// <summary>Empty.</summary>
    [Balloon]
    public Balloon Spare { get; init; } = Balloon.OfMiB(0);
}
