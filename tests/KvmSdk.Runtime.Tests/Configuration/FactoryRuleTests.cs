using System.Net;
using KvmSdk.Model.Rules;

namespace KvmSdk.Runtime.Tests.Configuration;

/// <summary>What the editor says of a constant, a factory says of every value, with the same id.</summary>
public sealed class FactoryRuleTests
{
    private static readonly Dictionary<string, (string Parameter, Func<object>[] Calls)> s_refused = new()
    {
        ["KVM0409"] = ("path",
        [
            static () => DiskImage.Raw(""), static () => DiskImage.Raw("a\0b", readOnly: true), static () => GuestImage.FromFile(""),
            static () => GuestImage.FromFile("\0"), static () => Terminal.File(""), static () => Terminal.File("log\0"), static () => Vsock.At(""), static () => Vsock.At("a\0"),
            static () => HostDirectory.At(""), static () => HostDirectory.At("a\0", readOnly: true),
        ]),
        ["KVM0410"] = ("serial", [static () => DiskImage.Raw("a", serial: ""), static () => DiskImage.Raw("a", false, new string('a', 21)), static () => DiskImage.Raw("a", true, "\t")]),
        ["KVM0464"] = ("path", [static () => Vsock.At(new string('a', 97)), static () => Vsock.At(new string('\u00E9', 49), cid: 4)]),
        ["KVM0424"] = ("name",
        [
            static () => Tap.Named(""), static () => Tap.Named("a-name-far-too-long"), static () => Tap.Named("a/b"), static () => Tap.Named("a:b"),
            static () => Tap.Named("a b"), static () => Tap.Named("a\n"), static () => Tap.Named("."), static () => Tap.Named(".."),
            static () => Tap.Named("a\0"), static () => Tap.Named("voil\u00E0"),
        ]),
        ["KVM0428"] = ("mac",
        [
            static () => NetBackend.None.WithMac(""), static () => NetBackend.None.WithMac("52-54-00-00-00-01"), static () => NetBackend.None.WithMac("00:00:00:00:00:00"),
            static () => Tap.Named("a").WithMac("ff:ff:ff:ff:ff:ff"), static () => Tap.Named("a").WithMac("53:54:00:00:00:01"),
        ]),
        ["KVM0440"] = ("backing",
        [
            static () => DiskImage.Qcow2("a", backing: DiskImage.Raw("a")), static () => DiskImage.Qcow2("a", backing: DiskImage.Qcow2("b", backing: DiskImage.Raw("a"))),
        ]),
        ["KVM0483"] = ("mebibytes", [static () => Balloon.OfMiB(-1), static () => Balloon.OfMiB(int.MinValue)]),
        ["KVM0450"] = ("hostPort", [static () => PortForward.Tcp(0, 1), static () => PortForward.Udp(65536, 1), static () => PortForward.Tcp(-1, 0)]),
        ["KVM0451"] = ("forwards",
        [
            static () => Passt.User(PortForward.Tcp(1, 2), PortForward.Udp(1, 2), PortForward.Tcp(1, 3)),
            static () => Passt.User(PortForward.Udp(1, 2, IPAddress.IPv6Any), PortForward.Udp(1, 2, IPAddress.IPv6Any)),
        ]),
        ["KVM0452"] = ("socketPath", [static () => Passt.At(""), static () => Passt.At("a\0b"), static () => Passt.At(new string('a', 108))]),
        ["KVM0530"] = ("name",
        [
            static () => GuestImage.Embedded(""), static () => GuestImage.Embedded("a/b"), static () => DiskImage.Embedded(".."), static () => DiskImage.Embedded("a\0b"),
        ]),
        ["KVM0467"] = ("uid", [static () => HostDirectory.At("a", uid: uint.MaxValue)]),
    };

    public static TheoryData<string> Rules => [.. RuleCatalog.OfFactories.Select(static rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_on_single_values_is_kept_by_the_factories(string id) => Assert.All(s_refused[id].Calls, call =>
    {
        ConfigurationValueException e = Assert.Throws<ConfigurationValueException>(call);
        Assert.Equal(id, e.RuleId);
        Assert.Equal(s_refused[id].Parameter, e.ParamName);
        Assert.Equal(e.Violation.ToString(), e.Message);
    });

    [Fact]
    public void The_sentence_names_the_factory_and_the_place() => Assert.Equal(
        "KVM0409: Terminal.File is given a path with U+0000 at position 4; the host ends a path there, so name the file without it",
        Assert.Throws<ConfigurationValueException>(static () => Terminal.File("log\0.txt")).Message);

    [Theory]
    [InlineData("raw:")]
    [InlineData("raw:a\0b")]
    [InlineData("raw:,ro")]
    [InlineData("raw:,serial=1")]
    [InlineData("raw:a,serial=")]
    [InlineData("raw:a,serial=123456789-123456789-1")]
    [InlineData("raw:a,cache=")]
    [InlineData("raw:a,cache=directsync")]
    [InlineData("raw:a,limit=10")]
    [InlineData("raw:a,engine=native")]
    public void A_text_with_such_a_path_is_no_disk_image(string text) => Assert.Throws<FormatException>(() => DiskImage.Parse(text, null));

    [Theory]
    [InlineData("raw:a", "a", false, null)]
    [InlineData("raw:a,ro", "a", true, null)]
    [InlineData("raw:a,serial=1,2 3", "a", false, "1,2 3")]
    [InlineData("raw:a,b,ro,serial=DATA-1", "a,b", true, "DATA-1")]
    [InlineData("raw:a,serial=1,serial=123456789-123456789-", "a,serial=1", false, "123456789-123456789-")]
    public void A_disk_image_is_its_text(string text, string path, bool isReadOnly, string? serial)
    {
        DiskImage image = DiskImage.Parse(text, null);
        Assert.Equal((path, isReadOnly, serial), (image.Path, image.IsReadOnly, image.Serial));
        Assert.Equal(text, image.ToString());
    }

    [Theory]
    [InlineData("raw:a,cache=none")]
    [InlineData("raw:a,b,ro,cache=unsafe,limit=10MiB/s+500op/s,engine=thread,serial=1,2")]
    [InlineData("raw:a,limit=1op/s")]
    [InlineData("raw:a,engine=io_uring")]
    public void A_disk_images_options_are_read_back(string text)
    {
        DiskImage image = DiskImage.Parse(text, null);
        Assert.Equal(text, image.ToString());
        Assert.Equal(image, DiskImage.Parse(image.ToString(), null));
    }

    [Fact]
    public void A_disk_images_options_are_those_of_the_factory()
    {
        Assert.Equal(
            DiskImage.Raw("a", true, "S", DiskCache.None, RateLimit.Of(1024), DiskEngine.IoUring),
            DiskImage.Parse("raw:a,ro,cache=none,limit=1KiB/s,engine=io_uring,serial=S", null));
        Assert.Equal(DiskImage.Raw("a"), DiskImage.Parse("raw:a,cache=writeback", null));
        Assert.Throws<ArgumentOutOfRangeException>(static () => DiskImage.Raw("a", cache: (DiskCache)3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => DiskImage.Raw("a", engine: (DiskEngine)(-1)));
    }

    [Theory]
    [InlineData("file:")]
    [InlineData("file:a\0b")]
    public void A_text_with_such_a_path_is_no_terminal(string text) => Assert.Throws<FormatException>(() => Terminal.Parse(text, null));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_text_with_such_a_path_is_no_image(string text) => Assert.Throws<FormatException>(() => GuestImage.Parse(text, null));

    [Theory]
    [InlineData("tap:")]
    [InlineData("tap:a b")]
    [InlineData("tap:sixteen-bytes-12")]
    [InlineData("tap0")]
    [InlineData("None")]
    [InlineData("")]
    public void A_text_with_another_form_or_such_a_name_is_no_network(string text) => Assert.Throws<FormatException>(() => NetBackend.Parse(text, null));

    [Theory]
    [InlineData("none")]
    [InlineData("tap:tap0")]
    [InlineData("tap:fifteen-bytes-1")]
    [InlineData("passt")]
    [InlineData("passt,tcp=8080:80")]
    [InlineData("passt,tcp=8080:80,udp=0.0.0.0:53:5353,tcp=[::1]:1:65535")]
    [InlineData("passt:/run/passt.socket,1")]
    [InlineData("program")]
    public void A_networks_text_is_read_back(string text)
    {
        NetBackend read = NetBackend.Parse(text, null);
        Assert.Equal(text, read.ToString());
        Assert.Equal(
            text[0] switch
            {
                'n' => NetBackend.None,
                't' => Tap.Named(text[4..]),
                _ when text == "program" => NetBackend.Program,
                _ when text[5..].StartsWith(':') => Passt.At(text[6..]),
                _ => Passt.User([.. text.Split(',')[1..].Select(static forward => PortForward.Parse(forward, null))]),
            },
            read);
    }

    [Theory]
    [InlineData("0", 0, "0M")]
    [InlineData("64", 64, "64M")]
    [InlineData("2g", 2048, "2048M")]
    public void A_balloons_text_is_read_back(string text, int mebibytes, string written)
    {
        Balloon read = Balloon.Parse(text, null);
        Assert.Equal(Balloon.OfMiB(mebibytes), read);
        Assert.Equal(written, read.ToString());
        Assert.Equal(read, Balloon.Parse(written, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("64K")]
    [InlineData("4000000000")]
    [InlineData("-2097153G")]
    public void Another_text_is_no_balloon(string text) => Assert.Throws<FormatException>(() => Balloon.Parse(text, null));

    [Theory]
    [InlineData("host")]
    [InlineData("host,limit=10KiB/s")]
    [InlineData("host,limit=10KiB/s+5op/s+250ms")]
    public void A_source_of_entropy_is_read_back(string text) => Assert.Equal(text, Entropy.Parse(text, null).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("host,")]
    [InlineData("host,limit=")]
    [InlineData("host,limit=10")]
    [InlineData("host,limit=10KiB/s,limit=10KiB/s")]
    public void Another_text_is_no_source_of_entropy(string text) => Assert.Throws<FormatException>(() => Entropy.Parse(text, null));

    [Theory]
    [InlineData("tap:a,b,vhost=on", VhostMode.On)]
    [InlineData("tap:a,b,vhost=auto", VhostMode.Auto)]
    [InlineData("tap:a,b", VhostMode.Off)]
    public void Who_moves_a_taps_frames_is_part_of_its_text(string text, VhostMode vhost)
    {
        NetBackend read = NetBackend.Parse(text, null);
        Assert.Equal((vhost, text), (read.Vhost, read.ToString()));
        Assert.Equal(Tap.Named("a,b", vhost), read);
        NetBackend named = read.WithMac("52:54:00:00:00:0a").WithLimits(send: RateLimit.Of(1));
        Assert.Equal(text + ",mac=52:54:00:00:00:0a,send=1B/s", named.ToString());
        Assert.Equal(named, NetBackend.Parse(named.ToString(), null));
    }

    [Theory]
    [InlineData("tap:a,vhost=")]
    [InlineData("tap:a,vhost=ON")]
    [InlineData("tap:a,vhost=on,mac=52:54:00:00:00:01,vhost=on")]
    [InlineData("passt,vhost=on")]
    [InlineData("passt:/run/socket,vhost=off")]
    [InlineData("none,vhost=auto")]
    [InlineData("program,vhost=on")]
    public void Only_a_taps_frames_are_moved_by_one_of_two(string text) => Assert.Throws<FormatException>(() => NetBackend.Parse(text, null));

    [Fact]
    public void Off_may_be_said_and_another_number_is_nobody()
    {
        Assert.Equal(Tap.Named("a"), NetBackend.Parse("tap:a,vhost=off", null));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Tap.Named("a", (VhostMode)3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Tap.Named("a", (VhostMode)(-1)));
    }

    [Fact]
    public void A_networks_limits_are_part_of_its_text()
    {
        NetBackend limited = Tap.Named("a,b").WithLimits(receive: RateLimit.Of(1 << 20), send: RateLimit.Of(0, 500));
        Assert.Equal("tap:a,b,receive=1MiB/s,send=500op/s", limited.ToString());
        Assert.Equal(limited, NetBackend.Parse(limited.ToString(), null));
        Assert.Equal(Passt.User(PortForward.Tcp(1, 2)).WithLimits(send: RateLimit.Of(1)), NetBackend.Parse("passt,tcp=1:2,send=1B/s", null));
        Assert.Throws<FormatException>(static () => NetBackend.Parse("tap:a,send=fast", null));
        Assert.Throws<FormatException>(static () => NetBackend.Parse("passt,send=1B/s,send=1B/s", null));
    }

    [Fact]
    public void A_stations_address_is_part_of_a_networks_text()
    {
        NetBackend named = Tap.Named("a,b").WithMac("52:54:00:00:00:0A").WithLimits(send: RateLimit.Of(1));
        Assert.Equal("tap:a,b,mac=52:54:00:00:00:0a,send=1B/s", named.ToString());
        Assert.Equal(named, NetBackend.Parse(named.ToString(), null));
        Assert.Equal(Passt.User(PortForward.Tcp(1, 2)).WithMac("52:54:00:00:00:0a"), NetBackend.Parse("passt,tcp=1:2,mac=52:54:00:00:00:0A", null));
        Assert.Null(NetBackend.None.Mac);
        Assert.Throws<FormatException>(static () => NetBackend.Parse("tap:a,mac=", null));
        Assert.Throws<FormatException>(static () => NetBackend.Parse("tap:a,mac=53:54:00:00:00:01", null));
        Assert.Throws<FormatException>(static () => NetBackend.Parse("passt,mac=52:54:00:00:00:01,mac=52:54:00:00:00:02", null));
    }

    [Fact]
    public void Ports_are_forwarded_from_the_hosts_own_address_unless_another_is_named()
    {
        Assert.Equal("tcp=8080:80", PortForward.Tcp(8080, 80).ToString());
        Assert.Equal(PortForward.Tcp(8080, 80, IPAddress.Loopback), PortForward.Parse("tcp=127.0.0.1:8080:80", null));
        Assert.Equal("udp=0.0.0.0:1:2", PortForward.Udp(1, 2, IPAddress.Any).ToString());
    }

    [Theory]
    [InlineData("passt,")]
    [InlineData("passt:")]
    [InlineData("passt,tcp=80")]
    [InlineData("passt,tcp=0:80")]
    [InlineData("passt,tcp=80:65536")]
    [InlineData("passt,tcp=::1:80:80")]
    [InlineData("passt,tcp=1:80:80")]
    [InlineData("passt,tcp= 1:2")]
    [InlineData("passt,sctp=1:2")]
    [InlineData("passt,tcp=1:2,tcp=1:3")]
    [InlineData("passt2")]
    public void A_text_that_is_nearly_a_network_is_none(string text) => Assert.Throws<FormatException>(() => NetBackend.Parse(text, null));
}
