/* The host's end of guests/streams.c: takes connections for ever, one after the other. On port 5001 it reads all there is; on port 5002 it writes until the
 * other side has enough. The ports are TCP's; with the argument "vsock" they are those of vsock, and the files PATH_5001 and PATH_5002 too, where a
 * monitor that keeps its guest's sockets at PATH, the second argument, brings the guest's connections. It is ready when it goes into the background.
 * Exit code 1 with a sentence if it cannot listen. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { SINK_PORT = 5001, SOURCE_PORT = 5002, PIECE = 64 * 1024 };

static int listening(const void *place, socklen_t length)
{
    int on = 1, socket_ = socket(((const struct sockaddr *)place)->sa_family, SOCK_STREAM, 0);
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (socket_ < 0 || bind(socket_, place, length) < 0 || listen(socket_, 4) < 0) {
        perror("stream");
        _exit(1);
    }
    return socket_;
}

static int at_tcp(unsigned short port)
{
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons(port) };
    return listening(&place, sizeof place);
}

static int at_vsock(unsigned port)
{
    struct sockaddr_vm place = { .svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_ANY, .svm_port = port };
    return listening(&place, sizeof place);
}

static int at_file(const char *path, unsigned port)
{
    struct sockaddr_un place = { .sun_family = AF_UNIX };
    snprintf(place.sun_path, sizeof place.sun_path, "%s_%u", path, port);
    return listening(&place, sizeof place);
}

/* In a process of its own. */
static void serve(int listener, int is_sink)
{
    static char buffer[PIECE];
    if (fork() != 0)
        return;
    for (;;) {
        int peer = accept(listener, 0, 0);
        while (is_sink ? read(peer, buffer, sizeof buffer) > 0 : send(peer, buffer, sizeof buffer, MSG_NOSIGNAL) > 0)
            ;
        close(peer);
    }
}

int main(int count, char **arguments)
{
    if (count == 3 && strcmp(arguments[1], "vsock") == 0) {
        int sinks[] = { at_vsock(SINK_PORT), at_file(arguments[2], SINK_PORT) };
        int sources[] = { at_vsock(SOURCE_PORT), at_file(arguments[2], SOURCE_PORT) };
        for (int i = 0; i < 2; i++) {
            serve(sinks[i], 1);
            serve(sources[i], 0);
        }
    } else if (count == 1) {
        int sink = at_tcp(SINK_PORT), source = at_tcp(SOURCE_PORT);
        serve(sink, 1);
        serve(source, 0);
    } else {
        fputs("usage: stream [vsock PATH]\n", stderr);
        return 2;
    }
    return 0;
}
