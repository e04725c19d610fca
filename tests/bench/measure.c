/*
 * measure [-c CPU] [-n TIMES] PROGRAM [ARGUMENT]...: runs a program with its output thrown away, on
 * one processor where -c says so, and prints of TIMES runs: the exit status of the last, the median
 * time and processor time in microseconds, and the greatest memory in KiB. Small, because what a
 * process used before exec() counts as its own.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_TIMES = 1000 };

struct run {
	long wall, cpu, memory; /* microseconds, KiB */
	int status;
};

static void start(char **argv, int cpu)
{
	int null = open("/dev/null", O_RDWR);
	cpu_set_t set;

	if (cpu >= 0) {
		CPU_ZERO(&set);
		CPU_SET((size_t)cpu, &set);
		sched_setaffinity(0, sizeof set, &set);
	}
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

static long microseconds(struct timeval time)
{
	return (long)time.tv_sec * 1000000 + (long)time.tv_usec;
}

static struct run run(char **argv, int cpu)
{
	struct timespec before, after;
	struct rusage usage;
	struct run result;
	int status = 0;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &before);
	pid = fork();
	if (pid == 0)
		start(argv, cpu);
	wait4(pid, &status, 0, &usage);
	clock_gettime(CLOCK_MONOTONIC, &after);
	result.wall = (after.tv_sec - before.tv_sec) * 1000000 +
		      (after.tv_nsec - before.tv_nsec) / 1000;
	result.cpu = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
	result.memory = usage.ru_maxrss;
	result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 255;
	return result;
}

static int compare(const void *left, const void *right)
{
	long a = *(const long *)left, b = *(const long *)right;

	return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
	static long walls[MAX_TIMES], cpus[MAX_TIMES];
	int option, cpu = -1, times = 1, status = 0;
	long memory = 0;

	while ((option = getopt(argc, argv, "+c:n:")) != -1)
		*(option == 'c' ? &cpu : &times) = atoi(optarg);
	if (optind == argc || times < 1 || times > MAX_TIMES)
		return 2;
	for (int i = 0; i < times; i++) {
		struct run one = run(argv + optind, cpu);

		walls[i] = one.wall;
		cpus[i] = one.cpu;
		status = one.status;
		memory = one.memory > memory ? one.memory : memory;
	}
	qsort(walls, (size_t)times, sizeof *walls, compare);
	qsort(cpus, (size_t)times, sizeof *cpus, compare);
	printf("%d %ld %ld %ld\n", status, walls[times / 2], cpus[times / 2], memory);
	return 0;
}
