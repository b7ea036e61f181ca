/* -DNET: what a network costs as seen from a Linux guest: round trips to the host, and TCP to it and from it. Included by linux.c, whose helpers it uses. */
#include "streams.c"

enum { SYS_ioctl = 16, SYS_sendto = 44, SYS_recvfrom, SYS_setsockopt = 54 };
enum { AF_INET = 2, SOCK_DGRAM = 2, SOCK_RAW = 3, IPPROTO_ICMP = 1, SOL_SOCKET = 1, SO_RCVTIMEO = 20 };
enum { SIOCSIFFLAGS = 0x8914, SIOCSIFADDR = 0x8916, SIOCSIFNETMASK = 0x891c, SIOCGIFINDEX = 0x8933, IFF_UP = 1, IFF_RUNNING = 0x40 };
enum { PINGS = 1000, WARM_PINGS = 100, PAYLOAD = 56 };

struct address { uint16_t family, port; uint8_t host[4], zero[8]; };
struct interface { char name[16]; union { struct address address; int16_t flags; int32_t index; uint8_t room[24]; } u; };
struct echo { uint8_t type, code; uint16_t sum, id, sequence; uint8_t payload[PAYLOAD]; };

static const struct address host = { AF_INET, 0, { 10, 0, 0, 1 }, { 0 } };

static struct address at_port(uint16_t port)
{
    struct address place = host;
    place.port = (uint16_t)(port << 8 | port >> 8);
    return place;
}

static void interface_up(void)
{
    long socket = CALL3(SYS_socket, AF_INET, SOCK_DGRAM, 0);
    struct interface request = { "eth0", { .index = 0 } };
    long error = -19;
    for (int tries = 0; tries < 200 && error < 0; tries++) {
        error = CALL3(SYS_ioctl, socket, SIOCGIFINDEX, &request);
        int64_t pause[2] = { 0, 10000000 };
        if (error < 0)
            CALL2(SYS_nanosleep, pause, 0);
    }
    if (error < 0)
        fail("eth0", error);
    request.u.address = (struct address){ AF_INET, 0, { 10, 0, 0, 2 }, { 0 } };
    error = CALL3(SYS_ioctl, socket, SIOCSIFADDR, &request);
    if (error < 0)
        fail("address", error);
    request.u.address = (struct address){ AF_INET, 0, { 255, 255, 255, 0 }, { 0 } };
    CALL3(SYS_ioctl, socket, SIOCSIFNETMASK, &request);
    request.u.flags = IFF_UP | IFF_RUNNING;
    error = CALL3(SYS_ioctl, socket, SIOCSIFFLAGS, &request);
    if (error < 0)
        fail("up", error);
    CALL1(SYS_close, socket);
}

static uint16_t sum_of(const struct echo *echo)
{
    const uint16_t *words = (const uint16_t *)echo;
    uint32_t sum = 0;
    for (unsigned i = 0; i < sizeof *echo / sizeof *words; i++)
        sum += words[i];
    sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~(sum + (sum >> 16));
}

/* One request, and its answer; others' answers are passed over. */
static void ping(long socket, uint16_t sequence)
{
    struct { uint8_t ip[20]; struct echo echo; uint8_t rest[128]; } answer;
    struct echo request = { 8, 0, 0, 0x4b56, sequence, { 0 } };
    struct address place = at_port(0);
    request.sum = sum_of(&request);
    long count = call(SYS_sendto, socket, (long)&request, sizeof request, 0, (long)&place, sizeof place);
    if (count < 0)
        fail("ping", count);
    do {
        count = call(SYS_recvfrom, socket, (long)&answer, sizeof answer, 0, 0, 0);
        if (count < 0)
            fail("answer", count);
    } while (answer.echo.type != 0 || answer.echo.id != request.id || answer.echo.sequence != sequence);
}

static void pings(void)
{
    long socket = CALL3(SYS_socket, AF_INET, SOCK_RAW, IPPROTO_ICMP);
    int64_t second[2] = { 1, 0 };
    if (socket < 0)
        fail("icmp", socket);
    call(SYS_setsockopt, socket, SOL_SOCKET, SO_RCVTIMEO, (long)second, sizeof second, 0);
    for (int i = 0; i < WARM_PINGS; i++)
        ping(socket, (uint16_t)i);
    uint64_t start = clock_of(CLOCK_MONOTONIC);
    for (int i = 0; i < PINGS; i++)
        ping(socket, (uint16_t)(WARM_PINGS + i));
    say("ping", (clock_of(CLOCK_MONOTONIC) - start) / PINGS);
    CALL1(SYS_close, socket);
}

static long connected(uint16_t port)
{
    long socket = CALL3(SYS_socket, AF_INET, SOCK_STREAM, 0);
    struct address place = at_port(port);
    long error = CALL3(SYS_connect, socket, &place, sizeof place);
    if (error < 0)
        fail("connect", error);
    return socket;
}

static void net(void)
{
    load_drivers();
    interface_up();
    pings();
    streams();
}
