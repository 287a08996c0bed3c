// The floor of the TCP rows: the same round trips in C, with nothing but the system calls.
//
//   echo time OPERATIONS recv         two blocking sockets, as echo_raw.py: four calls a round trip
//   echo time OPERATIONS BUSY [IDLE]  an epoll loop with both ends of all connections, as echo.py
//
// Prints what meter.py prints: "time operations processor-microseconds wall-microseconds".
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH (128)

static const char line[] = "hello\n";

// One end of a connection.
typedef struct {
    int fd;
    // Round trips that the client has yet to make; the server only answers.
    long left;
    int is_client;
} end_t;

static void check(int ok, const char *what) {
    if (!ok) {
        perror(what);
        exit(1);
    }
}

static long long microseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int listener;
static struct sockaddr_in address;

static void start_to_listen(void) {
    socklen_t size = sizeof(address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    listener = socket(AF_INET, SOCK_STREAM, 0);
    check(bind(listener, (struct sockaddr *)&address, size) == 0 && listen(listener, 16) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
}

static void make_connection(end_t *client, end_t *server) {
    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(client->fd, (struct sockaddr *)&address, sizeof(address)) == 0, "connect");
    server->fd = accept(listener, NULL, NULL);
    check(server->fd >= 0, "accept");
    client->is_client = 1;
}

static void give(int fd, const char *data, ssize_t n) {
    check(send(fd, data, n, 0) == n, "send");
}

static ssize_t get(int fd, char *buffer, size_t size) {
    ssize_t n = recv(fd, buffer, size, 0);
    check(n > 0, "recv");
    return n;
}

static void blocking(long n) {
    char buffer[16];
    end_t client = {0}, server = {0};
    make_connection(&client, &server);
    for (long i = 0; i < n; ++i) {
        give(client.fd, line, strlen(line));
        give(server.fd, buffer, get(server.fd, buffer, sizeof(buffer)));
        get(client.fd, buffer, sizeof(buffer));
    }
}

static int watch_all(end_t *ends, long n) {
    int epoll = epoll_create1(0);
    for (long i = 0; i < n; ++i) {
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &ends[i] };
        fcntl(ends[i].fd, F_SETFL, O_NONBLOCK);
        check(epoll_ctl(epoll, EPOLL_CTL_ADD, ends[i].fd, &event) == 0, "epoll_ctl");
    }
    return epoll;
}

static void round_trips(int epoll, long n) {
    char buffer[16];
    while (n > 0) {
        struct epoll_event events[BATCH];
        int n_ready = epoll_wait(epoll, events, BATCH, -1);
        for (int i = 0; i < n_ready; ++i) {
            end_t *end = events[i].data.ptr;
            ssize_t size = get(end->fd, buffer, sizeof(buffer));
            if (!end->is_client) {
                give(end->fd, buffer, size);
                continue;
            }
            --n;
            if (--end->left > 0) {
                give(end->fd, line, strlen(line));
            }
        }
    }
}

int main(int argc, char **argv) {
    check(argc > 3, "echo time OPERATIONS recv|BUSY [IDLE]");
    long n = atol(argv[2]), busy = atol(argv[3]), all = busy + (argc > 4 ? atol(argv[4]) : 0);
    long rounds = busy == 0 ? n : n / busy > 1 ? n / busy : 1;
    start_to_listen();
    end_t *ends = calloc(2 * all + 1, sizeof(end_t));
    for (long i = 0; i < all; ++i) {
        make_connection(&ends[2 * i], &ends[2 * i + 1]);
        ends[2 * i].left = rounds;
    }
    int epoll = watch_all(ends, 2 * all);

    long long processor = microseconds(CLOCK_PROCESS_CPUTIME_ID), wall = microseconds(CLOCK_MONOTONIC);
    if (busy == 0) {
        blocking(n);
    } else {
        for (long i = 0; i < busy; ++i) {
            give(ends[2 * i].fd, line, strlen(line));
        }
        round_trips(epoll, rounds * busy);
    }
    processor = microseconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
    wall = microseconds(CLOCK_MONOTONIC) - wall;
    printf("time %ld %lld %lld\n", busy == 0 ? n : rounds * busy, processor, wall);
    return 0;
}
