/* The host's end of guests/net.c: takes TCP connections for ever, one after the other. On port 5001 it reads all there is; on port 5002 it writes
 * until the other side has enough. It is ready when it goes into the background. Exit code 1 with a sentence if it cannot listen. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SINK_PORT = 5001, SOURCE_PORT = 5002, PIECE = 64 * 1024 };

static int listening(unsigned short port)
{
    int on = 1, socket_ = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons(port) };
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(socket_, (struct sockaddr *)&place, sizeof place) < 0 || listen(socket_, 4) < 0) {
        perror("stream");
        _exit(1);
    }
    return socket_;
}

static void serve(int listener, int is_sink)
{
    static char buffer[PIECE];
    for (;;) {
        int peer = accept(listener, 0, 0);
        while (is_sink ? read(peer, buffer, sizeof buffer) > 0 : send(peer, buffer, sizeof buffer, MSG_NOSIGNAL) > 0)
            ;
        close(peer);
    }
}

int main(void)
{
    int sink = listening(SINK_PORT), source = listening(SOURCE_PORT);
    for (int is_sink = 0; is_sink < 2; is_sink++)
        if (fork() == 0)
            serve(is_sink ? sink : source, is_sink);
    return 0;
}
