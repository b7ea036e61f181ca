using System.Text.Json;
using KvmSdk.CommandLine;
using KvmSdk.CommandLine.Inspect;
using KvmSdk.Model.Plan;
using KvmSdk.Model.Spec;

namespace KvmSdk.Runtime.Tests.CommandLine;

public class InspectTests
{
    [Fact]
    public async Task The_text_shows_the_whole_machine()
    {
        ProgramRun run = await ProgramRun.OfAsync("inspect", "--memory", "4G", "--cpus", "2", "--console=none");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            Machine  SampleMachine
            CPUs     2, at most 4
            Memory   4096 MiB
            Boot     flat image RootImage, loaded at 0x0000100000

            Memory map
              FIRST         LAST          SIZE     USE
              0x0000000000  0x00BFFFFFFF  3 GiB    RAM
              0x00C0000000  0x00FFFFFFFF  1 GiB    the hole for devices
              0x00D0000000  0x00D0000FFF  4 KiB      window of Log
              0x00E0000000  0x00EFFFFFFF  256 MiB    PCI Express configuration space (ECAM)
              0x00FEC00000  0x00FEC00FFF  4 KiB      the I/O APIC
              0x00FED00000  0x00FED00FFF  4 KiB      the HPET
              0x00FEE00000  0x00FEEFFFFF  1 MiB      the local APIC and message-signalled interrupts
              0x00FFFBC000  0x00FFFBFFFF  16 KiB     KVM's identity map and task-state pages
              0x00FFFC0000  0x00FFFFFFFF  256 KiB    the firmware and reset vector
              0x0100000000  0x013FFFFFFF  1 GiB    RAM

            Devices
              NAME      DEVICE                     PORTS           WINDOW               IRQ
              Power     ACPI power registers       0x0600-0x0602   -                    -
              Keyboard  i8042 keyboard controller  0x0060, 0x0064  -                    -
              Console   16550A UART                0x03F8-0x03FF   -                    4
              Log       16550A UART                -               0x00D0000000, 4 KiB  5

            Settings
              PROPERTY   TYPE        OPTION        KEY        VALUE
              RootImage  GuestImage  --root-image  rootImage  required
              Console    Terminal    --console     console    none (--console)
              Retries    Int32       --retries     retries    as declared
              Verbose    Boolean     --verbose     verbose    as declared

            """,
            run.Output);
    }

    [Fact]
    public void A_kernel_is_shown_with_its_command_line_and_without_an_address()
    {
        MachinePlan plan = SampleMachine.Plan with { Boot = new(BootKind.LinuxKernel, "Kernel", 0, "console=ttyS0 \"quiet\"", "Initrd") };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.StartsWith(
            """
            Machine       SampleMachine
            CPUs          1, at most 4
            Memory        64 MiB
            Boot          Linux kernel Kernel
            Initrd        Initrd
            Command line  console=ttyS0 "quiet"
            Entry         auto

            Memory map
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);

        string json = JsonDocuments.Write(InspectDocumentWriter.Of(settings, table));
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement boot = document.RootElement.GetProperty("boot");
        Assert.Equal("linuxKernel", boot.GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, boot.GetProperty("loadAddress").ValueKind);
        Assert.Equal("console=ttyS0 \"quiet\"", boot.GetProperty("commandLine").GetString());
        Assert.Equal("Initrd", boot.GetProperty("initrd").GetString());
    }

    [Fact]
    public void A_PIT_is_shown()
    {
        var settings = new MachineSettings(SampleMachine.Plan with { HasPit = true }, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains(
            """
            Boot     flat image RootImage, loaded at 0x0000100000
            Timer    in-kernel PIT, ports 0x0040-0x0043, 0x0061, IRQ 0

            Memory map
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);
        Assert.True(InspectDocumentWriter.Of(settings, table).Pit);
    }

    [Fact]
    public void Shared_memory_is_shown_inside_of_RAM()
    {
        MachinePlan plan = SampleMachine.Plan with { SharedMemories = [new("Mailbox", new(0x100_0000, 0x1000)), new("Log", new(0x80_0000, 0x10_0000))] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains(
            """
              0x0000000000  0x0003FFFFFF  64 MiB   RAM
              0x0000800000  0x00008FFFFF  1 MiB      shared memory Log
              0x0001000000  0x0001000FFF  4 KiB      shared memory Mailbox
              0x00C0000000  0x00FFFFFFFF  1 GiB    the hole for devices
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);
        Assert.Equal(
            new InspectDocument.RegionPart("shared", "0x1000000", "0x1000FFF", 4096, "Mailbox"),
            InspectDocumentWriter.Of(settings, table).MemoryMap[2]);
    }

    [Fact]
    public void Network_devices_are_shown_with_address_and_MTU()
    {
        DevicePlan lan = new("Lan", DeviceKind.Net, false, [], new(0xD000_1000, 0x1000), 6) { Net = new(new(0x5254_0000_0001), 1400) };
        MachinePlan plan = SampleMachine.Plan with { Devices = [.. SampleMachine.Plan.Devices, lan, lan with { Name = "Wan", Net = new(new(0x5254_0000_0002), 0) }] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains(
            """

            Network
              NAME  MAC ADDRESS        MTU
              Lan   52:54:00:00:00:01  1400
              Wan   52:54:00:00:00:02  -

            Settings
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);
        InspectDocument.DevicePart[] devices = InspectDocumentWriter.Of(settings, table).Devices;
        Assert.Equal([new("52:54:00:00:00:01", 1400), new("52:54:00:00:00:02", null)], devices[^2..].Select(device => device.Net!));
        Assert.Equal("net", devices[^1].Kind);
    }

    [Fact]
    public void A_socket_device_is_shown_with_its_address()
    {
        DevicePlan agent = new("Agent", DeviceKind.Vsock, false, [], new(0xD000_1000, 0x1000), 6) { Vsock = new(52) };
        MachinePlan plan = SampleMachine.Plan with { Devices = [.. SampleMachine.Plan.Devices, agent] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains(
            """

            Sockets
              NAME   CID
              Agent  52

            Settings
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);
        InspectDocument.DevicePart shown = InspectDocumentWriter.Of(settings, table).Devices[^1];
        Assert.Equal(("vsock", 52u), (shown.Kind, shown.Vsock!.Cid));
    }

    [Fact]
    public void Persistent_memory_is_shown_where_it_lies()
    {
        DevicePlan store = new("Store", DeviceKind.Pmem, false, [], new(0xD000_1000, 0x1000), 6) { Pmem = new(new(0x40_0000_0000, 1UL << 30)) };
        MachinePlan plan = SampleMachine.Plan with { Devices = [.. SampleMachine.Plan.Devices, store] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains("  0x4000000000  0x403FFFFFFF  1 GiB    persistent memory Store\n", InspectText.Of(settings, table).Replace("       persistent", "    persistent", StringComparison.Ordinal), StringComparison.Ordinal);
        InspectDocument document = InspectDocumentWriter.Of(settings, table);
        Assert.Equal(("pmem", new("0x4000000000", "0x403FFFFFFF", 1UL << 30)), (document.Devices[^1].Kind, document.Devices[^1].Pmem));
        Assert.Equal(("pmem", "Store"), (document.MemoryMap[^1].Kind, document.MemoryMap[^1].Use));
    }

    [Fact]
    public void Queues_are_shown_with_number_size_and_a_disks_sector()
    {
        DevicePlan disk = new("Root", DeviceKind.Block, false, [], new(0xD000_1000, 0x1000), 6) { Queues = new(2, 128), Block = new(4096) };
        MachinePlan plan = SampleMachine.Plan with { Devices = [.. SampleMachine.Plan.Devices, disk, disk with { Name = "Other", Queues = new(1, 64), Block = null }] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        Assert.Contains(
            """

            Queues
              NAME   QUEUES  SIZE  SECTOR
              Root   2       128   4096
              Other  1       64    -

            Settings
            """,
            InspectText.Of(settings, table),
            StringComparison.Ordinal);
        InspectDocument.DevicePart[] devices = InspectDocumentWriter.Of(settings, table).Devices;
        Assert.Equal((new InspectDocument.QueuesPart(2, 128), new InspectDocument.BlockPart(4096)), (devices[^2].Queues, devices[^2].Block));
    }

    [Fact]
    public void Console_ports_are_shown_with_their_names_and_a_generation_ID_with_its_page()
    {
        DevicePlan ports = new("Agent", DeviceKind.ConsolePorts, false, [], new(0xD000_1000, 0x1000), 6)
        {
            ConsolePorts = [new("Agent", "org.example.agent.0", 1), new("Log", "Log", 2)],
        };
        MachinePlan plan = SampleMachine.Plan with { Devices = [.. SampleMachine.Plan.Devices, ports, new("Id", DeviceKind.GenerationId, false, [], null, 7)] };
        var settings = new MachineSettings(plan, new StartOptions(), new Dictionary<string, (string Text, string Source)>());
        OptionTable table = SampleMachine.Table();
        string text = InspectText.Of(settings, table);
        Assert.Contains(
            """

            Console ports
              NAME   IN THE GUEST         PORT
              Agent  org.example.agent.0  1
              Log    Log                  2

            Settings
            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains("  0x00000F0000  0x00000F0FFF  4 KiB   ", text, StringComparison.Ordinal);
        Assert.Contains("generation ID of Id", text, StringComparison.Ordinal);
        InspectDocument document = InspectDocumentWriter.Of(settings, table);
        Assert.Equal([new("Agent", "org.example.agent.0", 1), new("Log", "Log", 2)], document.Devices[^2].ConsolePorts!);
        Assert.Equal(("consolePorts", "generationId"), (document.Devices[^2].Kind, document.Devices[^1].Kind));
    }

    [Theory]
    [InlineData(typeof(DeviceKind))]
    [InlineData(typeof(BootKind))]
    public void Every_kind_has_words_of_its_own(Type kinds)
    {
        foreach (object kind in Enum.GetValues(kinds))
        {
            string words = kind is DeviceKind device ? DeviceWords.Of(device) : DeviceWords.Of((BootKind)kind);
            Assert.NotEqual(kind.ToString(), words);
        }
    }

    [Fact]
    public async Task The_JSON_has_the_documented_shape()
    {
        ProgramRun run = await ProgramRun.OfAsync("inspect", "--json", "--console=none");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            """
            {
              "name": "SampleMachine",
              "cpus": {
                "count": 1,
                "maximum": 4
              },
              "memoryMiB": 64,
              "memory": {
                "hugePages": "auto",
                "prefault": false
              },
              "boot": {
                "kind": "flatImage",
                "property": "RootImage",
                "loadAddress": "0x100000",
                "commandLine": null,
                "initrd": null,
                "entry": null,
                "modules": []
              },
              "pit": false,
              "memoryMap": [
                {
                  "kind": "ram",
                  "first": "0x0",
                  "last": "0x3FFFFFF",
                  "size": 67108864,
                  "use": "RAM"
                },
                {
                  "kind": "hole",
                  "first": "0xC0000000",
                  "last": "0xFFFFFFFF",
                  "size": 1073741824,
                  "use": "the hole for devices"
                },
                {
                  "kind": "window",
                  "first": "0xD0000000",
                  "last": "0xD0000FFF",
                  "size": 4096,
                  "use": "Log"
                },
                {
                  "kind": "reserved",
                  "first": "0xE0000000",
                  "last": "0xEFFFFFFF",
                  "size": 268435456,
                  "use": "PCI Express configuration space (ECAM)"
                },
                {
                  "kind": "reserved",
                  "first": "0xFEC00000",
                  "last": "0xFEC00FFF",
                  "size": 4096,
                  "use": "the I/O APIC"
                },
                {
                  "kind": "reserved",
                  "first": "0xFED00000",
                  "last": "0xFED00FFF",
                  "size": 4096,
                  "use": "the HPET"
                },
                {
                  "kind": "reserved",
                  "first": "0xFEE00000",
                  "last": "0xFEEFFFFF",
                  "size": 1048576,
                  "use": "the local APIC and message-signalled interrupts"
                },
                {
                  "kind": "reserved",
                  "first": "0xFFFBC000",
                  "last": "0xFFFBFFFF",
                  "size": 16384,
                  "use": "KVM's identity map and task-state pages"
                },
                {
                  "kind": "reserved",
                  "first": "0xFFFC0000",
                  "last": "0xFFFFFFFF",
                  "size": 262144,
                  "use": "the firmware and reset vector"
                }
              ],
              "devices": [
                {
                  "name": "Power",
                  "kind": "power",
                  "platform": true,
                  "ports": [
                    {
                      "first": "0x600",
                      "count": 3
                    }
                  ],
                  "window": null,
                  "irq": null,
                  "net": null,
                  "queues": null,
                  "block": null,
                  "consolePorts": null,
                  "tag": null,
                  "vsock": null,
                  "pmem": null
                },
                {
                  "name": "Keyboard",
                  "kind": "keyboard",
                  "platform": true,
                  "ports": [
                    {
                      "first": "0x60",
                      "count": 1
                    },
                    {
                      "first": "0x64",
                      "count": 1
                    }
                  ],
                  "window": null,
                  "irq": null,
                  "net": null,
                  "queues": null,
                  "block": null,
                  "consolePorts": null,
                  "tag": null,
                  "vsock": null,
                  "pmem": null
                },
                {
                  "name": "Console",
                  "kind": "serial",
                  "platform": false,
                  "ports": [
                    {
                      "first": "0x3F8",
                      "count": 8
                    }
                  ],
                  "window": null,
                  "irq": 4,
                  "net": null,
                  "queues": null,
                  "block": null,
                  "consolePorts": null,
                  "tag": null,
                  "vsock": null,
                  "pmem": null
                },
                {
                  "name": "Log",
                  "kind": "serial",
                  "platform": false,
                  "ports": [],
                  "window": {
                    "first": "0xD0000000",
                    "last": "0xD0000FFF",
                    "size": 4096
                  },
                  "irq": 5,
                  "net": null,
                  "queues": null,
                  "block": null,
                  "consolePorts": null,
                  "tag": null,
                  "vsock": null,
                  "pmem": null
                }
              ],
              "settings": [
                {
                  "property": "RootImage",
                  "type": "GuestImage",
                  "option": "--root-image",
                  "key": "rootImage",
                  "required": true,
                  "value": null,
                  "source": null
                },
                {
                  "property": "Console",
                  "type": "Terminal",
                  "option": "--console",
                  "key": "console",
                  "required": false,
                  "value": "none",
                  "source": "--console"
                },
                {
                  "property": "Retries",
                  "type": "Int32",
                  "option": "--retries",
                  "key": "retries",
                  "required": false,
                  "value": null,
                  "source": null
                },
                {
                  "property": "Verbose",
                  "type": "Boolean",
                  "option": "--verbose",
                  "key": "verbose",
                  "required": false,
                  "value": null,
                  "source": null
                }
              ]
            }

            """,
            run.Output);
        using JsonDocument parsed = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
    }
}
