/* SPDX-FileCopyrightText: 2026 Sallyport contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least a program has to do, with libcurl alone: the yardstick for the same work in sallyport-cli.
 *
 *   bench-curl get URL                    one request
 *   bench-curl secret SECRET-URL URL      reads a secret with $VAULT_TOKEN, sends it as bearer token to URL
 *   bench-curl many BASE N PARALLEL URL   reads BASE0 ... BASE(N-1), PARALLEL at a time, then sends one request
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kBodyLimit = 4096, kTextLimit = 512, kMaxParallel = 256 };

struct Body {
    size_t size;
    char text[kBodyLimit];
};

static size_t keep(char *data, size_t one, size_t count, void *target)
{
    struct Body *body = target;
    const size_t size = one * count;
    if (body->size + size >= kBodyLimit)
        return 0;
    memcpy(body->text + body->size, data, size);
    body->size += size;
    body->text[body->size] = '\0';
    return size;
}

static struct curl_slist *header(const char *name, const char *value)
{
    char line[kTextLimit];
    snprintf(line, sizeof line, "%s: %s", name, value);
    return curl_slist_append(NULL, line);
}

static const char *token(void)
{
    const char *value = getenv("VAULT_TOKEN");
    return value ? value : "";
}

static void prepare(CURL *easy, const char *url, struct curl_slist *headers, struct Body *body)
{
    body->size = 0;
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, body);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
}

static int get(CURL *easy, const char *url, struct curl_slist *headers, struct Body *body)
{
    prepare(easy, url, headers, body);
    return curl_easy_perform(easy) == CURLE_OK ? 0 : 1;
}

/* The text of "value":"..." in the answer; enough for a yardstick. */
static const char *secretIn(struct Body *body)
{
    static const char kMark[] = "\"value\":\"";
    char *start = strstr(body->text, kMark);
    char *end = start ? strchr(start + sizeof kMark - 1, '"') : NULL;
    if (!end)
        return NULL;
    *end = '\0';
    return start + sizeof kMark - 1;
}

static int sendSecret(CURL *easy, const char *secretUrl, const char *url)
{
    struct Body body;
    struct curl_slist *vault = header("X-Vault-Token", token());
    int code = get(easy, secretUrl, vault, &body);
    const char *secret = code == 0 ? secretIn(&body) : NULL;
    if (secret) {
        char bearer[kTextLimit];
        snprintf(bearer, sizeof bearer, "Bearer %s", secret);
        struct curl_slist *headers = header("Authorization", bearer);
        code = get(easy, url, headers, &body);
        curl_slist_free_all(headers);
    }
    curl_slist_free_all(vault);
    return secret ? code : 1;
}

struct Many {
    CURLM *multi;
    const char *base;
    int next;
    int count;
    int active;
    int failed;
    struct curl_slist *headers;
    struct Body bodies[kMaxParallel];
};

static void startNext(struct Many *many, CURL *easy, struct Body *body)
{
    if (many->next >= many->count)
        return;
    char url[kTextLimit];
    snprintf(url, sizeof url, "%s%d", many->base, many->next++);
    prepare(easy, url, many->headers, body);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, body);
    curl_multi_add_handle(many->multi, easy);
    ++many->active;
}

static void collect(struct Many *many)
{
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(many->multi, &left)) != NULL;) {
        CURL *easy = message->easy_handle;
        struct Body *body = NULL;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&body);
        many->failed += message->data.result != CURLE_OK;
        curl_multi_remove_handle(many->multi, easy);
        --many->active;
        startNext(many, easy, body);
    }
}

static int readMany(const char *base, int count, int parallel)
{
    static struct Many many;
    CURL *easies[kMaxParallel];
    many.multi = curl_multi_init();
    many.base = base;
    many.count = count;
    many.headers = header("X-Vault-Token", token());
    for (int i = 0; i < parallel; ++i) {
        easies[i] = curl_easy_init();
        startNext(&many, easies[i], &many.bodies[i]);
    }
    while (many.active > 0) {
        int running = 0;
        curl_multi_perform(many.multi, &running);
        collect(&many);
        if (running > 0)
            curl_multi_poll(many.multi, NULL, 0, 1000, NULL);
    }
    for (int i = 0; i < parallel; ++i)
        curl_easy_cleanup(easies[i]);
    curl_multi_cleanup(many.multi);
    curl_slist_free_all(many.headers);
    return many.failed;
}

int main(int argc, char **argv)
{
    int code = 2;
    struct Body body;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *easy = curl_easy_init();
    if (argc == 3 && strcmp(argv[1], "get") == 0)
        code = get(easy, argv[2], NULL, &body);
    else if (argc == 4 && strcmp(argv[1], "secret") == 0)
        code = sendSecret(easy, argv[2], argv[3]);
    else if (argc == 6 && strcmp(argv[1], "many") == 0 && atoi(argv[4]) > 0 && atoi(argv[4]) <= kMaxParallel)
        code = readMany(argv[2], atoi(argv[3]), atoi(argv[4])) || get(easy, argv[5], NULL, &body);
    else
        fprintf(stderr, "usage: bench-curl get URL | secret SECRET-URL URL | many BASE N PARALLEL URL\n");
    curl_easy_cleanup(easy);
    curl_global_cleanup();
    return code;
}
