/* SPDX-FileCopyrightText: 2026 Sallyport contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-server [DELAY-MS]: an HTTP/1.1 server for measurements, on a free port of 127.0.0.1. It is as small as can be,
 * so that what is measured is the client. Prints its port and runs until standard input closes.
 *
 *   /v1/auth/token/lookup-self          a token that lives for ever
 *   /v1/sys/internal/ui/mounts/...      key-value version 2 at secret/
 *   /v1/secret/data/NAME                the secret "value", after DELAY-MS
 *   /_stats                             counts since the last time it was asked: secrets, requests, connections, and
 *                                       the largest number of secrets asked for at once
 *   anything else                       a small JSON answer: the API that is tested
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { kMaxClients = 4096, kInput = 262144, kOutput = 1024, kEvents = 64 };

struct Client {
    size_t filled;
    char input[kInput];
    unsigned generation; /* an answer that was due to an earlier user of the descriptor goes nowhere */
};

/* Answers that wait; the delay is the same for all, so first in is first out. */
struct Due {
    long long at;
    int client;
    unsigned generation;
};

static struct Client *g_clients[kMaxClients];
static struct Due g_due[kMaxClients];
static size_t g_first, g_waiting;
static long long g_delayNs;
static int g_epoll, g_timer;
static long g_secrets, g_requests, g_connections, g_atOnce;

static long long nowNs(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void watch(int descriptor)
{
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    epoll_ctl(g_epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static void hangUp(int client)
{
    g_clients[client]->filled = 0;
    ++g_clients[client]->generation;
    close(client);
}

static void reply(int client, const char *json)
{
    char text[kOutput];
    const int size = snprintf(text, sizeof text,
                              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                              strlen(json), json);
    /* Answers are far smaller than a socket's buffer: a short write means that the client is gone. */
    if (send(client, text, (size_t)size, MSG_NOSIGNAL) != size)
        hangUp(client);
}

static void replySecret(int client)
{
    reply(client, "{\"request_id\":\"1\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,\"data\":{\"data\":"
                  "{\"value\":\"s3cr3t-of-the-bench\"},\"metadata\":{\"created_time\":\"2026-01-01T00:00:00Z\","
                  "\"custom_metadata\":null,\"deletion_time\":\"\",\"destroyed\":false,\"version\":1}},"
                  "\"wrap_info\":null,\"warnings\":null,\"auth\":null}");
}

static void setTimer(void)
{
    struct itimerspec when = {0};
    if (g_waiting > 0) {
        when.it_value.tv_sec = g_due[g_first].at / 1000000000LL;
        when.it_value.tv_nsec = g_due[g_first].at % 1000000000LL;
    }
    timerfd_settime(g_timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void replySecretLater(int client)
{
    ++g_secrets;
    if (g_delayNs == 0 || g_waiting == kMaxClients) {
        replySecret(client);
        return;
    }
    g_due[(g_first + g_waiting) % kMaxClients] =
        (struct Due){nowNs() + g_delayNs, client, g_clients[client]->generation};
    if (++g_waiting > (size_t)g_atOnce)
        g_atOnce = (long)g_waiting;
    if (g_waiting == 1)
        setTimer();
}

static void replyDue(void)
{
    unsigned long long ticks;
    if (read(g_timer, &ticks, sizeof ticks) < 0)
        return;
    while (g_waiting > 0 && g_due[g_first].at <= nowNs()) {
        const struct Due due = g_due[g_first];
        g_first = (g_first + 1) % kMaxClients;
        --g_waiting;
        if (g_clients[due.client]->generation == due.generation)
            replySecret(due.client);
    }
    setTimer();
}

static void replyStats(int client)
{
    char json[kOutput];
    snprintf(json, sizeof json, "{\"secrets\":%ld,\"requests\":%ld,\"connections\":%ld,\"at_once\":%ld}", g_secrets,
             g_requests, g_connections, g_atOnce);
    g_secrets = g_requests = g_connections = g_atOnce = 0;
    reply(client, json);
}

static int startsWith(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void answer(int client, const char *target)
{
    ++g_requests;
    if (startsWith(target, "/v1/secret/data/"))
        replySecretLater(client);
    else if (startsWith(target, "/v1/sys/internal/ui/mounts/"))
        reply(client, "{\"data\":{\"path\":\"secret/\",\"type\":\"kv\",\"options\":{\"version\":\"2\"}}}");
    else if (startsWith(target, "/v1/auth/token/lookup-self"))
        reply(client, "{\"data\":{\"display_name\":\"token\",\"policies\":[\"root\"],\"ttl\":0,\"renewable\":false,"
                      "\"expire_time\":null,\"type\":\"service\"}}");
    else if (startsWith(target, "/_stats"))
        replyStats(client);
    else
        reply(client, "{\"ok\":true,\"items\":[1,2,3],\"message\":\"an answer of the API that is tested\"}");
}

/* Size of the complete request at the start of the text, 0 while it is not complete. */
static size_t requestSize(const char *text, size_t filled)
{
    const char *end = memmem(text, filled, "\r\n\r\n", 4);
    if (!end)
        return 0;
    size_t size = (size_t)(end - text) + 4;
    for (const char *line = text; line < end; line = (const char *)memchr(line, '\n', filled - (size_t)(line - text)) + 1)
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            size += strtoul(line + 15, NULL, 10);
    return size <= filled ? size : 0;
}

static void takeRequests(int client)
{
    struct Client *state = g_clients[client];
    const unsigned generation = state->generation;
    for (size_t size; state->generation == generation && (size = requestSize(state->input, state->filled)) > 0;) {
        const char *target = memchr(state->input, ' ', size);
        answer(client, target ? target + 1 : "/");
        if (state->generation != generation)
            return;
        state->filled -= size;
        memmove(state->input, state->input + size, state->filled);
    }
}

static void receive(int client)
{
    struct Client *state = g_clients[client];
    const ssize_t size = read(client, state->input + state->filled, kInput - state->filled);
    if (size <= 0) {
        hangUp(client);
        return;
    }
    state->filled += (size_t)size;
    takeRequests(client);
}

static void welcome(int listener)
{
    const int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0)
        return;
    if (client >= kMaxClients || (!g_clients[client] && !(g_clients[client] = calloc(1, sizeof(struct Client))))) {
        close(client);
        return;
    }
    const int yes = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ++g_connections;
    watch(client);
}

static int listenOnLoopback(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1024) != 0)
        return -1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("{\"port\":%d}\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int main(int argc, char **argv)
{
    g_delayNs = argc > 1 ? atoll(argv[1]) * 1000000LL : 0;
    g_epoll = epoll_create1(EPOLL_CLOEXEC);
    g_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    const int listener = listenOnLoopback();
    if (listener < 0) {
        perror("bench-server");
        return 1;
    }
    watch(listener);
    watch(g_timer);
    watch(STDIN_FILENO);
    for (;;) {
        struct epoll_event events[kEvents];
        const int count = epoll_wait(g_epoll, events, kEvents, -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[i].data.fd;
            if (descriptor == STDIN_FILENO)
                return 0;
            if (descriptor == listener)
                welcome(listener);
            else if (descriptor == g_timer)
                replyDue();
            else
                receive(descriptor);
        }
    }
}
