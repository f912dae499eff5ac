/* SPDX-FileCopyrightText: 2026 Sallyport contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-measure COMMAND...: runs it once with its output thrown away and prints one JSON line: wall and CPU time in
 * microseconds, peak memory in KiB, exit code (128 + signal when a signal ended it).
 *
 * A program of its own because the kernel counts the memory of the process that forked as the child's peak: measured
 * from Python, nothing would ever take less than Python does. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nowUs(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static long long toUs(struct timeval time)
{
    return time.tv_sec * 1000000LL + time.tv_usec;
}

static void becomeCommand(char **command)
{
    /* A driver that gives up must not leave the command behind. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    /* Errors stay visible when somebody wants them. */
    if (getenv("BENCH_SHOW_ERRORS") == NULL)
        dup2(nowhere, STDERR_FILENO);
    execvp(command[0], command);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench-measure COMMAND...\n");
        return 2;
    }
    const long long start = nowUs();
    const pid_t child = fork();
    if (child == 0)
        becomeCommand(argv + 1);
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("bench-measure");
        return 1;
    }
    const long long wall = nowUs() - start;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("{\"wall_us\":%lld,\"cpu_us\":%lld,\"rss_kib\":%ld,\"code\":%d}\n", wall,
           toUs(usage.ru_utime) + toUs(usage.ru_stime), usage.ru_maxrss, code);
    return 0;
}
