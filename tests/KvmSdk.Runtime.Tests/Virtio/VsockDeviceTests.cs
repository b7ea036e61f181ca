using System.Net.Sockets;
using System.Text;
using KvmSdk.Devices.Tests.Virtio.Socket;
using KvmSdk.Runtime.Tests.Support;

namespace KvmSdk.Runtime.Tests.Virtio;

/// <summary>A socket device in a running machine, with a guest's driver in the test's hands.</summary>
public sealed class VsockDeviceTests
{
    private const ulong Window = TestVm.DeviceWindow;
    private const uint Port = Packet.AnyHostPort;

    private static async Task<(TestMachine Machine, VsockDevice Device, SocketDriver Driver)> StartAsync(VsockBackend? backend = null)
    {
        VsockDevice? device = null;
        TestVm vm = new(Guest.Assemble(a => a.Spin()))
        {
            DeviceWrite = (offset, width, value) => device!.Write(offset, width, value),
            Prepare = host => device = new(host, "Agent", Window, 5, 3, 16, backend ?? Vsock.Program(Packet.AnyCid)),
        };
        TestMachine machine = await vm.StartAsync();
        return (machine, device!, new SocketDriver(device!, machine));
    }

    [KvmFact]
    public async Task A_guest_connects_to_a_listener_and_each_direction_ends_on_its_own()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        await using (machine)
        {
            using VsockListener listener = device.Listen(Port);
            await driver.SendAsync(new Packet { Operation = Packet.Request });
            Assert.Equal(Packet.Response, (await driver.NextAsync()).Operation);
            await using VsockStream stream = await listener.AcceptAsync();
            Assert.Equal((Port, Packet.AnyGuestPort, 7u), (stream.LocalPort, stream.RemotePort, device.Cid));

            byte[] buffer = new byte[8];
            ValueTask<int> waiting = stream.ReadAsync(buffer);
            Assert.False(waiting.IsCompleted);
            await driver.SendAsync(new Packet { Operation = Packet.Data, Payload = [1, 2, 3] });
            Assert.Equal(3, await waiting);
            Assert.Equal([1, 2, 3], buffer[..3]);
            await driver.SendAsync(new Packet { Operation = Packet.Shutdown, Flags = 2 });
            Assert.Equal(0, await stream.ReadAsync(buffer));

            await stream.WriteAsync(new byte[] { 4, 5 });
            Assert.Equal([4, 5], (await driver.NextAsync()).Payload);
            stream.CloseWrite();
            Packet shutdown = await driver.NextAsync();
            Assert.Equal((Packet.Shutdown, 2u), (shutdown.Operation, shutdown.Flags));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]));
            Assert.Equal((1UL, 3UL, 2UL, 0UL), (device.Counters.ConnectionsFromGuest, device.Counters.BytesSent, device.Counters.BytesReceived, device.Counters.Errors));
        }
    }

    [KvmFact]
    public async Task A_program_connects_to_the_guest_or_is_refused()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        await using (machine)
        {
            Task<VsockStream> accepted = device.ConnectAsync(80).AsTask();
            Packet request = await driver.NextAsync();
            Assert.Equal((Packet.Request, 80u), (request.Operation, request.DestinationPort));
            await driver.SendAsync(SocketDriver.Answer(request, Packet.Response));
            await using VsockStream stream = await accepted;
            Assert.Equal(request.SourcePort, stream.LocalPort);

            Task<VsockStream> refused = device.ConnectAsync(81).AsTask();
            await driver.SendAsync(SocketDriver.Answer(await driver.NextAsync(), Packet.Reset));
            VsockException e = await Assert.ThrowsAsync<VsockException>(() => refused);
            Assert.Equal(VsockError.Refused, e.Error);

            using CancellationTokenSource cancel = new();
            Task<VsockStream> given = device.ConnectAsync(82, cancel.Token).AsTask();
            Packet third = await driver.NextAsync();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
            Packet reset = await driver.NextAsync();
            Assert.Equal((Packet.Reset, third.SourcePort), (reset.Operation, reset.SourcePort));
        }
    }

    [KvmFact]
    public async Task A_read_that_is_cancelled_loses_nothing_and_two_at_a_time_are_refused()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        await using (machine)
        {
            await using VsockStream stream = await OpenAsync(device, driver);
            byte[] buffer = new byte[8];
            using CancellationTokenSource cancel = new();
            Task<int> waiting = stream.ReadAsync(buffer, cancel.Token).AsTask();
            await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ReadAsync(buffer).AsTask());
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.ReadAsync(buffer, cancel.Token).AsTask());
            await driver.SendAsync(new Packet { Operation = Packet.Data, Payload = [9] });
            Assert.Equal(1, await stream.ReadAsync(buffer));
            Assert.Equal(9, buffer[0]);

            stream.ReadTimeout = 20;
            Assert.Throws<IOException>(() => stream.ReadByte());
        }
    }

    [KvmFact]
    public async Task A_write_waits_for_credit_and_ends_when_the_guest_takes_no_more()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        await using (machine)
        {
            await using VsockStream stream = await OpenAsync(device, driver, bufferSize: 10);
            byte[] bytes = [.. Enumerable.Range(0, 15).Select(i => (byte)i)];
            Task writing = stream.WriteAsync(bytes).AsTask();
            Assert.Equal(bytes[..10], (await driver.NextAsync()).Payload);
            Assert.Equal(Packet.CreditRequest, (await driver.NextAsync()).Operation);
            Assert.False(writing.IsCompleted);
            await driver.SendAsync(new Packet { Operation = Packet.CreditUpdate, BufferSize = 10, Forwarded = 10 });
            Assert.Equal(bytes[10..], (await driver.NextAsync()).Payload);
            await writing;

            Task waiting = stream.WriteAsync(bytes).AsTask();
            Assert.Equal(5, (await driver.NextAsync()).Payload.Length);
            await driver.SendAsync(new Packet { Operation = Packet.Shutdown, Flags = 1, BufferSize = 10, Forwarded = 10 });
            VsockException e = await Assert.ThrowsAsync<VsockException>(() => waiting);
            Assert.Equal(VsockError.Closed, e.Error);
        }
    }

    [KvmFact]
    public async Task Disposing_ends_what_waits_and_tells_the_guest()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        await using (machine)
        {
            VsockStream stream = await OpenAsync(device, driver);
            Task<int> waiting = stream.ReadAsync(new byte[1]).AsTask();
            await stream.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(new byte[1]));
            Packet shutdown = await driver.NextAsync();
            Assert.Equal((Packet.Shutdown, 3u), (shutdown.Operation, shutdown.Flags));
            await driver.SendAsync(SocketDriver.Answer(shutdown, Packet.Reset));
            Assert.Equal(0, device.Counters.Connections);
        }
    }

    [KvmFact]
    public async Task When_the_machine_ends_what_was_sent_can_be_read_and_all_else_ends()
    {
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync();
        using VsockListener listener = device.Listen(77);
        Task<VsockStream> accepting = listener.AcceptAsync().AsTask();
        await using VsockStream stream = await OpenAsync(device, driver);
        Task<VsockStream> connecting = device.ConnectAsync(80).AsTask();
        await driver.SendAsync(new Packet { Operation = Packet.Data, Payload = [1, 2] });
        await machine.StopAsync();
        byte[] buffer = new byte[2];
        Assert.Equal(2, await stream.ReadAsync(buffer));
        Assert.Equal(VsockError.GuestGone, (await Assert.ThrowsAsync<VsockException>(() => stream.ReadAsync(buffer).AsTask())).Error);
        Assert.Equal(VsockError.GuestGone, (await Assert.ThrowsAsync<VsockException>(async () => await stream.WriteAsync(buffer))).Error);
        Assert.Equal(VsockError.GuestGone, (await Assert.ThrowsAsync<VsockException>(() => accepting)).Error);
        Assert.Equal(VsockError.GuestGone, (await Assert.ThrowsAsync<VsockException>(() => connecting)).Error);
        await machine.DisposeAsync();
        Assert.Equal(VsockError.GuestGone, (await Assert.ThrowsAsync<VsockException>(async () => await device.ConnectAsync(80))).Error);
        Assert.Throws<VsockException>(() => device.Listen(78));
    }

    [KvmFact]
    public async Task Another_program_connects_by_the_socket_s_file_which_is_gone_at_the_end()
    {
        using ScratchSocket path = new();
        // What a program that was killed leaves.
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path.Path));
        }

        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync(Vsock.At(path.Path, Packet.AnyCid));
        await using (machine)
        {
            HostException used = await Assert.ThrowsAsync<HostException>(() => StartAsync(Vsock.At(path.Path)));
            Assert.Contains("another program listens there", used.Message, StringComparison.Ordinal);

            // It may send on without waiting for the answer.
            using Socket client = await path.ConnectAsync("CONNECT 80\nhello");
            Packet request = await driver.NextAsync();
            Assert.Equal((Packet.Request, 80u), (request.Operation, request.DestinationPort));
            await driver.SendAsync(SocketDriver.Answer(request, Packet.Response));
            Assert.Equal("hello", Encoding.ASCII.GetString((await driver.NextAsync()).Payload));
            byte[] line = new byte[64];
            int count = await client.ReceiveAsync(line);
            Assert.Equal($"OK {request.SourcePort}\n", Encoding.ASCII.GetString(line, 0, count));

            client.Shutdown(SocketShutdown.Send);
            Packet shutdown = await driver.NextAsync();
            Assert.Equal((Packet.Shutdown, 2u), (shutdown.Operation, shutdown.Flags));
            await driver.SendAsync(SocketDriver.Answer(request, Packet.Data) with { Payload = "bye"u8.ToArray() });
            await driver.SendAsync(SocketDriver.Answer(request, Packet.Shutdown) with { Flags = 3 });
            Assert.Equal(3, await client.ReceiveAsync(line));
            Assert.Equal(0, await client.ReceiveAsync(line));
            Assert.Equal(Packet.Reset, (await driver.NextAsync()).Operation);
        }

        Assert.False(File.Exists(path.Path));
        Assert.Equal(1UL, device.Counters.ConnectionsFromHost);
    }

    [KvmTheory]
    [InlineData("CONNECT x\n")]
    [InlineData("CONNECT 4294967296\n")]
    [InlineData("connect 80\n")]
    [InlineData("CONNECT 80 \n")]
    [InlineData("a line that is longer than any greeting can be")]
    public async Task Who_says_something_else_is_hung_up_on(string greeting)
    {
        using ScratchSocket path = new();
        (TestMachine machine, VsockDevice device, SocketDriver _) = await StartAsync(Vsock.At(path.Path));
        await using (machine)
        {
            using Socket client = await path.ConnectAsync(greeting);
            try
            {
                Assert.Equal(0, await client.ReceiveAsync(new byte[8]));
            }
            catch (SocketException e)
            {
                // What it had sent and nobody read makes the end a reset.
                Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
            }

            Assert.Equal(0UL, device.Counters.ConnectionsFromHost);
        }
    }

    [KvmFact]
    public async Task A_guest_reaches_who_listens_at_the_port_s_file_and_nobody_else()
    {
        using ScratchSocket path = new();
        (TestMachine machine, VsockDevice device, SocketDriver driver) = await StartAsync(Vsock.At(path.Path, Packet.AnyCid));
        await using (machine)
        {
            await driver.SendAsync(new Packet { Operation = Packet.Request });
            Assert.Equal(Packet.Reset, (await driver.NextAsync()).Operation);

            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint($"{path.Path}_{Port}"));
            listener.Listen();
            await driver.SendAsync(new Packet { Operation = Packet.Request });
            Assert.Equal(Packet.Response, (await driver.NextAsync()).Operation);
            using (Socket accepted = await listener.AcceptAsync())
            {
                await driver.SendAsync(new Packet { Operation = Packet.Data, Payload = [1, 2, 3] });
                Assert.Equal(3, await accepted.ReceiveAsync(new byte[8]));
                await accepted.SendAsync(new byte[] { 4 });
                Assert.Equal([4], (await driver.NextAsync()).Payload);
            }

            Packet shutdown = await driver.NextAsync();
            Assert.Equal((Packet.Shutdown, 3u), (shutdown.Operation, shutdown.Flags));
            Assert.Equal((1UL, 1UL), (device.Counters.ConnectionsFromGuest, device.Counters.ConnectionsRefused));
        }
    }

    [KvmFact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        using ScratchSocket path = new();
        await File.WriteAllTextAsync(path.Path, "mine");
        HostException e = await Assert.ThrowsAsync<HostException>(() => StartAsync(Vsock.At(path.Path)));
        Assert.Equal(
            $"{path.Path}: there is a file that is no socket, where socket device 'Agent' shall be reached; remove it, or use another path for 'Agent', as in unix:/run/user/1000/agent.sock",
            e.Message);
        Assert.Equal("mine", await File.ReadAllTextAsync(path.Path));
    }

    private static async Task<VsockStream> OpenAsync(VsockDevice device, SocketDriver driver, uint bufferSize = 0x4_0000)
    {
        using VsockListener listener = device.Listen(Port);
        await driver.SendAsync(new Packet { Operation = Packet.Request, BufferSize = bufferSize });
        Assert.Equal(Packet.Response, (await driver.NextAsync()).Operation);
        return await listener.AcceptAsync();
    }

    /// <summary>A directory for a socket's file.</summary>
    private sealed class ScratchSocket : IDisposable
    {
        private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("vsock-");

        public string Path => System.IO.Path.Combine(_directory.FullName, "agent.sock");

        public async Task<Socket> ConnectAsync(string greeting)
        {
            Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(new UnixDomainSocketEndPoint(Path));
            await client.SendAsync(Encoding.ASCII.GetBytes(greeting));
            return client;
        }

        public void Dispose() => _directory.Delete(recursive: true);
    }
}
