/* SPDX-FileCopyrightText: 2026 Sallyport contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-server [DELAY-MS]: an HTTP/1.1 server for measurements, on a free port of 127.0.0.1. It is as small as can be,
 * so that what is measured is the client. Prints its port and runs until standard input closes.
 *
 *   /v1/auth/token/lookup-self          a token that lives for ever
 *   /v1/sys/internal/ui/mounts/...      key-value version 2 at secret/
 *   /v1/secret/data/NAME                the secret "value", after DELAY-MS
 *   POST with X-Amz-Target              GetSecretValue and BatchGetSecretValue of AWS Secrets Manager, after DELAY-MS; what was
 *                                       signed is not checked
 *   /_stats                             counts since the last time it was asked: secrets, reads (calls that got one or more of
 *                                       them), requests, connections, and the largest number of reads at once
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
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { kMaxClients = 4096, kInput = 262144, kOutput = 1024, kEvents = 64, kMostIds = 20, kEntry = 512 };

struct Client {
    size_t filled;
    char input[kInput + 1]; /* room for an end of the text */
    unsigned generation; /* an answer that was due to an earlier user of the descriptor goes nowhere */
};

/* Answers that wait; the delay is the same for all, so first in is first out. */
struct Due {
    long long at;
    int client;
    unsigned generation;
    char *body; /* owned */
};

static struct Client *g_clients[kMaxClients];
static struct Due g_due[kMaxClients];
static size_t g_first, g_waiting;
static long long g_delayNs;
static int g_epoll, g_timer;
static long g_secrets, g_reads, g_requests, g_connections, g_atOnce;

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
    char head[kOutput];
    const size_t size = strlen(json);
    const int headSize = snprintf(head, sizeof head,
                                  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", size);
    struct iovec parts[] = {{head, (size_t)headSize}, {(char *)json, size}};
    const struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    /* Answers are far smaller than a socket's buffer: a short write means that the client is gone. */
    if (sendmsg(client, &message, MSG_NOSIGNAL) != headSize + (ssize_t)size)
        hangUp(client);
}

static const char kVaultSecret[] =
    "{\"request_id\":\"1\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,\"data\":{\"data\":"
    "{\"value\":\"s3cr3t-of-the-bench\"},\"metadata\":{\"created_time\":\"2026-01-01T00:00:00Z\","
    "\"custom_metadata\":null,\"deletion_time\":\"\",\"destroyed\":false,\"version\":1}},"
    "\"wrap_info\":null,\"warnings\":null,\"auth\":null}";

static void setTimer(void)
{
    struct itimerspec when = {0};
    if (g_waiting > 0) {
        when.it_value.tv_sec = g_due[g_first].at / 1000000000LL;
        when.it_value.tv_nsec = g_due[g_first].at % 1000000000LL;
    }
    timerfd_settime(g_timer, TFD_TIMER_ABSTIME, &when, NULL);
}

/* Takes the body. */
static void replyLater(int client, char *body, int secrets)
{
    g_secrets += secrets;
    ++g_reads;
    if (g_delayNs == 0 || g_waiting == kMaxClients) {
        reply(client, body);
        free(body);
        return;
    }
    g_due[(g_first + g_waiting) % kMaxClients] =
        (struct Due){nowNs() + g_delayNs, client, g_clients[client]->generation, body};
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
            reply(due.client, due.body);
        free(due.body);
    }
    setTimer();
}

static void replyStats(int client)
{
    char json[kOutput];
    snprintf(json, sizeof json, "{\"secrets\":%ld,\"reads\":%ld,\"requests\":%ld,\"connections\":%ld,\"at_once\":%ld}",
             g_secrets, g_reads, g_requests, g_connections, g_atOnce);
    g_secrets = g_reads = g_requests = g_connections = g_atOnce = 0;
    reply(client, json);
}

static int startsWith(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* The next quoted text after `from`: its beginning, and its size; NULL where there is none before `end`. */
static const char *quotedText(const char *from, const char *end, size_t *size)
{
    const char *start = from ? memchr(from, '"', (size_t)(end - from)) : NULL;
    const char *stop = start ? memchr(start + 1, '"', (size_t)(end - start - 1)) : NULL;
    *size = stop ? (size_t)(stop - start - 1) : 0;
    return stop ? start + 1 : NULL;
}

static int writeAwsSecret(char *to, const char *name, size_t size)
{
    return snprintf(to, kEntry,
                    "{\"ARN\":\"arn:aws:secretsmanager:us-east-1:123456789012:secret:%.*s-AbCdEf\",\"Name\":\"%.*s\","
                    "\"VersionId\":\"11111111-2222-3333-4444-555555555555\",\"SecretString\":\"s3cr3t-of-%.*s\","
                    "\"VersionStages\":[\"AWSCURRENT\"],\"CreatedDate\":1767225600}",
                    (int)size, name, (int)size, name, (int)size, name);
}

static void answerGet(int client, const char *json)
{
    size_t size = 0;
    const char *member = strstr(json, "\"SecretId\"");
    const char *name = quotedText(member ? strchr(member, ':') : NULL, json + strlen(json), &size);
    char *body = calloc(1, kEntry);
    writeAwsSecret(body, name ? name : "", size);
    replyLater(client, body, 1);
}

static void answerBatch(int client, const char *json)
{
    const char *list = strstr(json, "\"SecretIdList\"");
    list = list ? strchr(list, '[') : NULL;
    const char *end = list ? strchr(list, ']') : NULL;
    char *body = calloc(kMostIds + 1, kEntry);
    size_t size = 0;
    int written = sprintf(body, "{\"SecretValues\":["), count = 0;
    for (const char *name; end && count < kMostIds && (name = quotedText(list, end, &size)); list = name + size + 1) {
        written += count++ ? sprintf(body + written, ",") : 0;
        written += writeAwsSecret(body + written, name, size);
    }
    strcpy(body + written, "],\"Errors\":[]}");
    replyLater(client, body, count);
}

/* `target`: from the path on, to the end of the body. */
static void answer(int client, const char *target)
{
    ++g_requests;
    const char *json = strstr(target, "\r\n\r\n");
    if (strstr(target, "secretsmanager.GetSecretValue"))
        answerGet(client, json);
    else if (strstr(target, "secretsmanager.BatchGetSecretValue"))
        answerBatch(client, json);
    else if (startsWith(target, "/v1/secret/data/"))
        replyLater(client, strdup(kVaultSecret), 1);
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
        const char next = state->input[size];
        state->input[size] = 0;
        answer(client, target ? target + 1 : "/");
        state->input[size] = next;
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
