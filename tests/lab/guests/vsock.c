/* -DVSOCK: what sockets of the domain AF_VSOCK cost as seen from a Linux guest. Included by linux.c, whose helpers it uses. */
#include "streams.c"

enum { AF_VSOCK = 40, HOST_CID = 2 };

struct socket_address { uint16_t family, reserved; uint32_t port, cid; uint8_t zero[4]; };

static long connected(uint16_t port)
{
    struct socket_address place = { AF_VSOCK, 0, port, HOST_CID, { 0 } };
    long socket = CALL3(SYS_socket, AF_VSOCK, SOCK_STREAM, 0);
    if (socket < 0)
        fail("socket", socket);
    long error = CALL3(SYS_connect, socket, &place, sizeof place);
    if (error < 0)
        fail("connect", error);
    return socket;
}

static void vsock(void)
{
    load_drivers();
    streams();
}
