/* What both -DNET and -DVSOCK measure: 32 MiB to the host and from it, with peers/stream.c at its other end. Included by net.c and vsock.c, which say by
 * connected() how a port of the host is reached. */
enum { SYS_socket = 41, SYS_connect, SYS_shutdown = 48, SOCK_STREAM = 1, SHUT_WR = 1 };
enum { STREAM = 32 * MIB, WARM_STREAM = 4 * MIB, PIECE = 64 * 1024, SINK_PORT = 5001, SOURCE_PORT = 5002 };

static long connected(uint16_t port);

/* Until the host has all of it, and has said so by ending its side. */
static void send_stream(uint8_t *buffer, long length)
{
    long socket = connected(SINK_PORT);
    while (length > 0) {
        long count = CALL3(SYS_write, socket, buffer, PIECE);
        if (count <= 0)
            fail("send", count);
        length -= count;
    }
    CALL2(SYS_shutdown, socket, SHUT_WR);
    long end = CALL3(SYS_read, socket, buffer, PIECE);
    if (end != 0)
        fail("end", end);
    CALL1(SYS_close, socket);
}

static void receive_stream(uint8_t *buffer, long length)
{
    long socket = connected(SOURCE_PORT);
    while (length > 0) {
        long count = CALL3(SYS_read, socket, buffer, PIECE);
        if (count <= 0)
            fail("receive", count);
        length -= count;
    }
    CALL1(SYS_close, socket);
}

static void streams(void)
{
    static uint8_t buffer[PIECE];
    send_stream(buffer, WARM_STREAM);
    uint64_t start = clock_of(CLOCK_MONOTONIC);
    send_stream(buffer, STREAM);
    say("send-32MiB", clock_of(CLOCK_MONOTONIC) - start);
    receive_stream(buffer, WARM_STREAM);
    start = clock_of(CLOCK_MONOTONIC);
    receive_stream(buffer, STREAM);
    say("receive-32MiB", clock_of(CLOCK_MONOTONIC) - start);
}
