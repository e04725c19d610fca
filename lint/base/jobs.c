#include "lint/base/jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct jobs {
	void (*run)(void *context, size_t index);
	void *context;
	size_t count;
	atomic_size_t next;
};

static void *work(void *argument)
{
	struct jobs *jobs = argument;
	size_t index;

	while ((index = atomic_fetch_add_explicit(&jobs->next, 1, memory_order_relaxed)) <
		jobs->count)
		jobs->run(jobs->context, index);
	return NULL;
}

/* How many threads are worth while. Asking for the processors costs more than one small job. */
static size_t threads_for(unsigned workers, size_t count)
{
	long most = workers;

	if (count < 2)
		return 1;
	if (workers == 0)
		most = sysconf(_SC_NPROCESSORS_ONLN);
	if (most < 1)
		most = 1;
	if (most > JOBS_MAX_WORKERS)
		most = JOBS_MAX_WORKERS;
	return (size_t)most < count ? (size_t)most : count;
}

void jobs_run(
	unsigned workers, size_t count, void (*run)(void *context, size_t index), void *context)
{
	struct jobs jobs = { .run = run, .context = context, .count = count };
	pthread_t threads[JOBS_MAX_WORKERS];
	size_t wanted = threads_for(workers, count), started = 0;

	/* Where no more threads can be had, fewer do the same. */
	while (started + 1 < wanted && pthread_create(&threads[started], NULL, work, &jobs) == 0)
		started++;
	work(&jobs);
	while (started > 0)
		pthread_join(threads[--started], NULL);
}
